import type { Account } from '../../store/account.ts'
import type { CreditNoteLine, Invoice, InvoiceLine } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'

/** The lines of notes that still count which credited a line of the invoice. */
const earlier = (account: Account, invoice: Invoice, line: InvoiceLine): CreditNoteLine[] =>
  account
    .all('credit_note')
    .list([{ index: 'invoice', value: invoice.id }])
    .filter(({ status }) => status !== 'void')
    .flatMap(({ lines }) => lines.data)
    .filter(({ invoice_line_item: id }) => id === line.id)

type Way = 'amount' | 'quantity'

const wayOf = ({ quantity }: CreditNoteLine): Way => (quantity === null ? 'amount' : 'quantity')

/** A line is credited by amount or by quantity, never both ways, and all notes together never take more than it has. */
export const checkCredited = (
  account: Account,
  invoice: Invoice,
  { line, way, asked }: { readonly line: InvoiceLine; readonly way: Way; readonly asked: number },
): void => {
  const before = earlier(account, invoice, line)
  if (before.some((one) => wayOf(one) !== way))
    throw invalidRequest(`This line was credited by ${way === 'amount' ? 'quantity' : 'amount'} before.`, {
      param: `lines[0][${way}]`,
    })
  const taken = before.reduce((sum, one) => sum + (one[way] ?? 0), 0)
  if (asked < 1 || taken + asked > (line[way] ?? 0))
    throw invalidRequest(`The ${way} exceeds what is left of the invoice line.`, { param: `lines[0][${way}]` })
}
