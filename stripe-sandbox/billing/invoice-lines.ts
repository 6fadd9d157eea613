import type { Account } from '../store/account.ts'
import type { InvoiceItem, InvoiceLine, Price, Subscription, SubscriptionItem } from '../store/kinds.ts'
import { formatAmount } from './currency-rules.ts'
import { usageIn } from './meter-usage.ts'
import { amountFor, isMetered } from './price-quantity.ts'
import type { Span } from './proration-rules.ts'

const cadenceOf = ({ recurring }: Price): string => {
  if (recurring === null) return ''
  const { interval, interval_count: count } = recurring
  return count === 1 ? ` / ${interval}` : ` every ${count} ${interval}s`
}

const unitText = (price: Price): string =>
  price.tiers_mode !== null
    ? 'tiers'
    : price.unit_amount === null
      ? `${price.currency.toUpperCase()} ${price.unit_amount_decimal}`
      : formatAmount(price.unit_amount, price.currency)

export const productName = (account: Account, price: Price): string =>
  account.all('product').row(price.product)?.value.name ?? price.product

interface LineSpec extends Pick<InvoiceLine, 'amount' | 'currency' | 'description' | 'parent' | 'period' | 'quantity'> {
  readonly price: Price | null
  readonly discountable?: boolean
  readonly discounts?: string[]
  readonly metadata?: Record<string, string>
  readonly subscription?: string | null
}

const newLine = (account: Account, spec: LineSpec): InvoiceLine => ({
  id: account.ids.next('line_item'),
  object: 'line_item',
  amount: spec.amount,
  currency: spec.currency,
  description: spec.description,
  discount_amounts: [],
  discountable: spec.discountable ?? true,
  discounts: spec.discounts ?? [],
  invoice: null,
  livemode: false,
  metadata: spec.metadata ?? {},
  parent: spec.parent,
  period: spec.period,
  pretax_credit_amounts: [],
  pricing:
    spec.price === null
      ? null
      : {
          price_details: { price: spec.price.id, product: spec.price.product },
          type: 'price_details',
          unit_amount_decimal: spec.price.unit_amount_decimal,
        },
  quantity: spec.quantity,
  quantity_decimal: String(spec.quantity ?? 1),
  subscription: spec.subscription ?? null,
  subtotal: spec.amount,
  taxes: [],
})

type Mode = Subscription['billing_mode']['type']

const isTrialPeriod = ({ trial_end: end }: Subscription, { start }: Span): boolean => end !== null && start < end

/** The modes word a trial differently; classic mode also tells usage apart. */
const trialText = (mode: Mode, price: Price, what: { readonly quantity: number; readonly name: string }): string => {
  const counted = `${what.quantity} × ${what.name}`
  if (mode !== 'classic') return `Free trial for ${counted}`
  return isMetered(price) ? `${counted} (Free trial)` : `Trial period for ${what.name}`
}

const paidText = (price: Price, name: string, quantity: number): string =>
  `${quantity} × ${name} (at ${unitText(price)}${cadenceOf(price)})`

/** Metered items count what their meter saw in the period. */
const quantityOf = (account: Account, subscription: Subscription, item: SubscriptionItem, period: Span): number => {
  const meter = item.price.recurring?.meter
  return typeof meter === 'string' ? usageIn(account, meter, subscription.customer, period) : (item.quantity ?? 1)
}

/** What one item of a subscription costs for one period; nothing during a trial. */
export const itemLine = (
  account: Account,
  subscription: Subscription,
  item: SubscriptionItem,
  period: Span,
): InvoiceLine => {
  const isTrial = isTrialPeriod(subscription, period)
  const quantity = quantityOf(account, subscription, item, period)
  const name = productName(account, item.price)
  return newLine(account, {
    amount: isTrial ? 0 : amountFor(account, item.price, quantity),
    currency: item.price.currency,
    description: isTrial
      ? trialText(subscription.billing_mode.type, item.price, { quantity, name })
      : paidText(item.price, name, quantity),
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    period,
    quantity,
    price: item.price,
    discounts: item.discounts,
    metadata: subscription.metadata,
    subscription: subscription.id,
  })
}

const parentOf = (item: InvoiceItem): InvoiceLine['parent'] => {
  const subscription = item.parent?.subscription_details?.subscription ?? null
  const details = {
    invoice_item: item.id,
    proration: item.proration,
    proration_details: { credited_items: null },
    subscription,
  }
  return item._subscription_item === undefined
    ? { invoice_item_details: details, subscription_item_details: null, type: 'invoice_item_details' }
    : {
        invoice_item_details: null,
        subscription_item_details: { ...details, subscription_item: item._subscription_item },
        type: 'subscription_item_details',
      }
}

const itemPriceOf = (account: Account, item: InvoiceItem): Price | null =>
  account.all('price').row(item.pricing?.price_details?.price ?? '')?.value ?? null

/** Invoice items become lines of the invoice that collects them. */
export const invoiceItemLine = (account: Account, item: InvoiceItem): InvoiceLine =>
  newLine(account, {
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    discountable: item.discountable,
    discounts: item.discounts ?? [],
    metadata: item.metadata ?? {},
    parent: parentOf(item),
    period: item.period,
    quantity: item.quantity,
    price: itemPriceOf(account, item),
    subscription: item.parent?.subscription_details?.subscription ?? null,
  })
