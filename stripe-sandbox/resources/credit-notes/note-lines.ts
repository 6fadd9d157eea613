import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import type { CreditNoteLine, Invoice } from '../../store/kinds.ts'
import { invalidRequest, missingParam, noSuch, notBuilt } from '../../wire/errors.ts'

type Line = Stripe.CreditNoteCreateParams.Line

const newLine = (
  account: Account,
  line: Line,
  fields: Pick<CreditNoteLine, 'amount' | 'description'>,
): CreditNoteLine => ({
  id: account.ids.next('credit_note_line_item'),
  object: 'credit_note_line_item',
  discount_amount: 0,
  discount_amounts: [],
  livemode: false,
  metadata: {},
  pretax_credit_amounts: [],
  quantity: line.quantity ?? null,
  tax_rates: [],
  taxes: [],
  type: line.type,
  unit_amount: line.unit_amount ?? null,
  unit_amount_decimal: line.unit_amount === undefined ? null : String(line.unit_amount),
  ...fields,
})

const customLine = (account: Account, line: Line): CreditNoteLine => {
  if (line.unit_amount === undefined) throw missingParam('lines[0][unit_amount]')
  if (line.description === undefined) throw missingParam('lines[0][description]')
  return newLine(account, line, { amount: line.unit_amount * (line.quantity ?? 1), description: line.description })
}

/** How discounts are shared out over part of a line is not documented. */
const invoiceLine = (account: Account, line: Line, invoice: Invoice): CreditNoteLine => {
  const id = line.invoice_line_item
  if (id === undefined) throw missingParam('lines[0][invoice_line_item]')
  const found = invoice.lines.data.find((one) => one.id === id)
  if (found === undefined) throw noSuch('line_item', id, 'lines[0][invoice_line_item]')
  if ((found.discount_amounts ?? []).length > 0) throw notBuilt('crediting a line with discounts', 'lines')
  if (line.amount === undefined) throw notBuilt('crediting a line by quantity', 'lines[0][quantity]')
  if (line.amount > found.amount)
    throw invalidRequest('The amount exceeds that of the invoice line.', { param: 'lines[0][amount]' })
  return { ...newLine(account, line, { amount: line.amount, description: found.description }), invoice_line_item: id }
}

export const noteLines = (account: Account, asked: readonly Line[], invoice: Invoice): CreditNoteLine[] =>
  asked.map((line) =>
    line.type === 'custom_line_item' ? customLine(account, line) : invoiceLine(account, line, invoice),
  )
