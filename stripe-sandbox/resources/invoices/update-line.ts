import type { Stripe } from 'stripe'
import { priceInvoice } from '../../billing/price-invoice.ts'
import type { Account } from '../../store/account.ts'
import type { Invoice, InvoiceItem, InvoiceLine, TaxRate } from '../../store/kinds.ts'
import { invalidRequest, noSuch } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { updated } from '../metadata.ts'
import { chooseRates } from '../tax-rates/choose-rates.ts'

type Params = Stripe.InvoiceUpdateLineItemParams

export const UPDATE_LINE_PARAMS = ['description', 'tax_rates']

const lineIn = ({ lines }: Invoice, id: string): InvoiceLine => {
  const line = lines.data.find((one) => one.id === id)
  if (line === undefined) throw noSuch('line_item', id)
  return line
}

const itemOf = (account: Account, { parent }: InvoiceLine): InvoiceItem | undefined =>
  account.find(
    'invoiceitem',
    parent?.invoice_item_details?.invoice_item ?? parent?.subscription_item_details?.invoice_item,
  )

/** The rates of all lines after one has taken its own; without any it follows the invoice again. */
const ratesWith = (invoice: Invoice, id: string, own: readonly TaxRate[]): Record<string, readonly string[]> => {
  const { [id]: _, ...others } = invoice._line_tax_rates ?? {}
  return own.length === 0 ? others : { ...others, [id]: own.map((rate) => rate.id) }
}

const ownRates = (account: Account, invoice: Invoice, id: string): TaxRate[] =>
  (invoice._line_tax_rates?.[id] ?? []).map((rate) => account.need('tax_rate', rate))

/** A line of a draft, together with the invoice item behind it. */
export const updateLine = ({ account }: Call, params: Params, ids: readonly string[]): InvoiceLine => {
  const [invoiceId = '', id = ''] = ids
  const invoice = account.need('invoice', invoiceId)
  const line = lineIn(invoice, id)
  if (invoice.status !== 'draft')
    throw invalidRequest("Lines of finalized invoices can't be updated.", { code: 'invoice_not_editable' })
  const description = updated(params.description, line.description)
  const before = ownRates(account, invoice, id)
  const rates = chooseRates(account, params.tax_rates, { param: 'tax_rates', before })
  const item = itemOf(account, line)
  if (item !== undefined) account.update('invoiceitem', { ...item, description, tax_rates: rates })
  const data = invoice.lines.data.map((one) => (one.id === id ? { ...one, description } : one))
  const isAsked = params.tax_rates !== undefined
  const fresh = {
    ...invoice,
    lines: { ...invoice.lines, data },
    ...(isAsked ? { _line_tax_rates: ratesWith(invoice, id, rates) } : {}),
  }
  return lineIn(account.update('invoice', priceInvoice(account, fresh), 'invoice.updated'), id)
}
