import type { Stripe } from 'stripe'
import { checkLastDigit } from '../../billing/currency-rules.ts'
import { addItems } from '../../billing/draft-invoice.ts'
import { productName } from '../../billing/invoice-lines.ts'
import { redeemDiscounts } from '../../billing/redeem-discounts.ts'
import type { Account } from '../../store/account.ts'
import type { Customer, InvoiceItem, Price } from '../../store/kinds.ts'
import { invalidRequest, missingParam } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { given } from '../given.ts'
import { mergeMetadata, orNull } from '../metadata.ts'
import { chooseRates } from '../tax-rates/choose-rates.ts'
import { type Charge, chargeOf } from './item-charge.ts'
import { claimCurrency } from '../subscriptions/create-subscription.ts'

type Params = Stripe.InvoiceItemCreateParams

export const CREATE_ITEM_PARAMS = [
  'amount',
  'currency',
  'customer',
  'description',
  'discountable',
  'discounts',
  'invoice',
  'metadata',
  'period',
  'price_data',
  'pricing.price',
  'quantity',
  'subscription',
  'tax_rates',
  'unit_amount_decimal',
]

const attach = (account: Account, item: InvoiceItem, invoiceId: string): void => {
  const invoice = account.need('invoice', invoiceId, 'invoice')
  if (invoice.status !== 'draft')
    throw invalidRequest('The specified invoice can no longer be edited.', {
      code: 'invoice_not_editable',
      param: 'invoice',
    })
  if (invoice.currency !== item.currency)
    throw invalidRequest(`The item's currency (${item.currency}) does not match the invoice's (${invoice.currency}).`, {
      param: 'currency',
    })
  addItems(account, invoice, [item])
}

const textOf = (account: Account, asked: string | undefined, price: Price | null): string | null =>
  orNull(asked) ?? (price === null ? null : productName(account, price))

const pricingOf = ({ price, unit }: Charge): InvoiceItem['pricing'] => ({
  ...(price === null ? {} : { price_details: { price: price.id, product: price.product } }),
  type: 'price_details',
  unit_amount_decimal: unit,
})

const parentOf = (account: Account, subscription: string | undefined): InvoiceItem['parent'] => {
  if (subscription === undefined) return null
  account.need('subscription', subscription, 'subscription')
  return { subscription_details: { subscription }, type: 'subscription_details' }
}

type ItemParams = Pick<
  Params,
  'description' | 'discountable' | 'discounts' | 'metadata' | 'period' | 'quantity' | 'subscription' | 'tax_rates'
>

const checkSizes = ({ quantity, period }: ItemParams): void => {
  if (quantity !== undefined && quantity < 0)
    throw invalidRequest('Invalid non-negative integer', { param: 'quantity', code: 'parameter_invalid_integer' })
  if (period !== undefined && period.end < period.start)
    throw invalidRequest('The end of a period lies at or after its start.', { param: 'period[end]' })
}

/** An item that no invoice has taken yet. */
export const newItem = (account: Account, params: ItemParams, customer: Customer, charge: Charge): InvoiceItem => {
  checkSizes(params)
  const id = account.ids.next('invoiceitem')
  const { quantity = 1 } = params
  return {
    id,
    object: 'invoiceitem',
    amount: charge.amount,
    currency: charge.currency,
    customer: customer.id,
    customer_account: null,
    date: account.now,
    description: textOf(account, params.description, charge.price),
    discountable: given(params.discountable, charge.amount >= 0),
    discounts: redeemDiscounts(account, params.discounts, {
      customer: customer.id,
      currency: charge.currency,
      invoiceItem: id,
    }),
    invoice: null,
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    parent: parentOf(account, params.subscription),
    period: given(params.period, { start: account.now, end: account.now }),
    pricing: pricingOf(charge),
    proration: false,
    quantity,
    quantity_decimal: String(quantity),
    tax_rates: chooseRates(account, params.tax_rates, { param: 'tax_rates' }),
    test_clock: null,
  }
}

export const createInvoiceItem = ({ account }: Call, params: Params): InvoiceItem => {
  if (params.customer === undefined) throw missingParam('customer')
  const customer = account.need('customer', params.customer, 'customer')
  const charge = chargeOf(account, params, customer.currency ?? 'usd')
  checkLastDigit(charge.currency, charge.amount, 'amount')
  claimCurrency(account, customer, charge.currency)
  const item = account.create('invoiceitem', newItem(account, params, customer, charge), 'invoiceitem.created')
  if (params.invoice !== undefined) attach(account, item, params.invoice)
  return account.need('invoiceitem', item.id)
}
