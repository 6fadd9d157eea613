import type { Stripe } from 'stripe'
import { checkLastDigit } from '../../billing/currency-rules.ts'
import { addItems } from '../../billing/draft-invoice.ts'
import type { Account } from '../../store/account.ts'
import type { Invoice, InvoiceItem } from '../../store/kinds.ts'
import { invalidRequest, notBuilt } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { newItem } from '../invoice-items/create-invoice-item.ts'
import { chargeOf } from '../invoice-items/item-charge.ts'
import { mergeMetadata } from '../metadata.ts'

type Line = Stripe.InvoiceAddLinesParams.Line

export const ADD_LINES_PARAMS = [
  'invoice_metadata',
  'lines.amount',
  'lines.description',
  'lines.discountable',
  'lines.discounts',
  'lines.invoice_item',
  'lines.metadata',
  'lines.period',
  'lines.price_data.currency',
  'lines.price_data.product',
  'lines.price_data.product_data.metadata',
  'lines.price_data.product_data.name',
  'lines.price_data.tax_behavior',
  'lines.price_data.unit_amount',
  'lines.price_data.unit_amount_decimal',
  'lines.pricing.price',
  'lines.quantity',
  'lines.tax_rates',
]

const MOST_ITEMS = 250

/** Lines change in drafts only. */
export const draftFor = (account: Account, id: string): Invoice => {
  const invoice = account.need('invoice', id)
  if (invoice.status === 'draft') return invoice
  throw invalidRequest('The specified invoice can no longer be edited.', { code: 'invoice_not_editable' })
}

const checkCount = ({ lines }: Invoice, added: number): void => {
  if (lines.data.length + added > MOST_ITEMS)
    throw invalidRequest(`An invoice takes up to ${MOST_ITEMS} invoice items.`, { param: 'lines' })
}

const checkCurrencyOf = ({ currency }: InvoiceItem, invoice: Invoice, param: string): void => {
  if (currency !== invoice.currency)
    throw invalidRequest(`The item's currency (${currency}) does not match the invoice's (${invoice.currency}).`, {
      param,
    })
}

/** An item that waited is taken as it is; what else could be sent with it is not documented to change it. */
const waitingItem = (account: Account, line: Line, invoice: Invoice, param: string): InvoiceItem => {
  const item = account.need('invoiceitem', line.invoice_item ?? '', `${param}[invoice_item]`)
  const [other] = Object.keys(line).filter((name) => name !== 'invoice_item')
  if (other !== undefined) throw notBuilt(`\`${other}\` beside an invoice item that exists`, `${param}[${other}]`)
  if (item.invoice !== null || item.customer !== invoice.customer)
    throw invalidRequest('Only unassigned invoice items of the customer can be added.', {
      param: `${param}[invoice_item]`,
    })
  return item
}

const freshItem = (account: Account, line: Line, invoice: Invoice, param: string): InvoiceItem => {
  const customer = account.need('customer', invoice.customer ?? '')
  const charge = chargeOf(account, line, invoice.currency)
  checkLastDigit(charge.currency, charge.amount, `${param}[amount]`)
  const { tax_rates: rates, ...others } = line
  const params = { ...others, ...(rates === undefined ? {} : { tax_rates: rates || [] }) }
  return account.create('invoiceitem', newItem(account, params, customer, charge), 'invoiceitem.created')
}

/** Adds lines to a draft, all or none, in the order in which they are sent. */
export const addLines = ({ account }: Call, params: Stripe.InvoiceAddLinesParams, id: string): Invoice => {
  const draft = draftFor(account, id)
  checkCount(draft, params.lines.length)
  const items = params.lines.map((line, at) => {
    const param = `lines[${at}]`
    const make = line.invoice_item === undefined ? freshItem : waitingItem
    const item = make(account, line, draft, param)
    checkCurrencyOf(item, draft, param)
    return item
  })
  const metadata = mergeMetadata(draft.metadata, params.invoice_metadata)
  return addItems(account, account.update('invoice', { ...draft, metadata }), items)
}
