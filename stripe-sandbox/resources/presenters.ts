import type { Account } from '../store/account.ts'
import type { InvoiceItem, Kind } from '../store/kinds.ts'
import type { Inclusions } from '../wire/expand.ts'
import { notBuilt } from '../wire/errors.ts'
import { listOf } from '../wire/list.ts'
import { currentRates } from './tax-rates/choose-rates.ts'
import { presentSession } from './checkout-sessions/present-session.ts'
import { presentCreditNote } from './credit-notes/present-credit-note.ts'
import { presentInvoice } from './invoices/present-invoice.ts'
import { paymentInclusions } from './payment-inclusions.ts'
import { presentSubscription } from './subscriptions/present-subscription.ts'
import { presentCoupon, presentPromotionCode } from './coupons/present-coupon.ts'

type Fields = Readonly<Record<string, unknown>>

const presentInvoiceItem = (account: Account, item: InvoiceItem): InvoiceItem => ({
  ...item,
  tax_rates: currentRates(account, item.tax_rates),
})

const presenters: { readonly [K in Kind]?: (account: Account, value: never) => object } = {
  'checkout.session': presentSession,
  coupon: presentCoupon,
  credit_note: presentCreditNote,
  invoice: presentInvoice,
  invoiceitem: presentInvoiceItem,
  promotion_code: presentPromotionCode,
  subscription: presentSubscription,
}

const hasPrivate = (value: Fields): boolean => {
  for (const name in value) if (name.startsWith('_')) return true
  return false
}

const withoutPrivate = (value: Fields): Fields => {
  if (!hasPrivate(value)) return value
  const shown: Record<string, unknown> = {}
  for (const name in value) if (!name.startsWith('_')) shown[name] = value[name]
  return shown
}

/** An object as it is sent. */
export const present = (account: Account, kind: Kind, value: unknown): Fields => {
  const presenter = presenters[kind]
  return withoutPrivate((presenter === undefined ? value : presenter(account, value as never)) as Fields)
}

const MAX_INCLUDED = 10

interface OwnList {
  readonly kind: Kind
  readonly path: string
  readonly fits?: (value: Fields) => boolean
}

const ownList = (account: Account, customer: Fields, { kind, path, fits = () => true }: OwnList) => {
  const id = String(customer['id'])
  const all = account.all(kind).list([{ index: 'customer', value: id }])
  const found = all.map((value) => present(account, kind, value)).filter(fits)
  return listOf(`/v1/customers/${id}/${path}`, found.slice(0, MAX_INCLUDED), found.length > MAX_INCLUDED)
}

const refuse = (what: string) => (): never => {
  throw notBuilt(`expanding ${what}`, 'expand')
}

/** Amounts are sent whole and as decimals. */
const shownTiers = (account: Account, price: Fields) =>
  account.find('price_tiers', String(price['id']))?.tiers.map((tier) => ({
    flat_amount: tier.flat_amount,
    flat_amount_decimal: tier.flat_amount === null ? null : String(tier.flat_amount),
    unit_amount: tier.unit_amount,
    unit_amount_decimal: tier.unit_amount_decimal ?? (tier.unit_amount === null ? null : String(tier.unit_amount)),
    up_to: tier.up_to,
  }))

/** Fields that are left out unless asked for. */
export const inclusions: Inclusions = {
  'billing_portal.configuration': {
    'features.subscription_update.products': (account, configuration) =>
      account.need('billing_portal.configuration', String(configuration['id']))._products,
  },
  ...paymentInclusions,
  customer: {
    cash_balance: refuse('customer.cash_balance'),
    sources: (_account, customer) => listOf(`/v1/customers/${String(customer['id'])}/sources`, []),
    subscriptions: (account, customer) =>
      ownList(account, customer, {
        kind: 'subscription',
        path: 'subscriptions',
        fits: ({ status }) => status !== 'canceled',
      }),
    tax: refuse('customer.tax'),
    tax_ids: (account, customer) => ownList(account, customer, { kind: 'tax_id', path: 'tax_ids' }),
  },
  coupon: {
    applies_to: (account, coupon) => account.all('coupon').row(String(coupon['id']))?.value._applies_to,
    currency_options: refuse('coupon.currency_options'),
  },
  price: { currency_options: refuse('price.currency_options'), tiers: shownTiers },
  'checkout.session': {
    line_items: (account, session) => {
      const found = account.need('checkout.session', String(session['id']))
      return listOf(`/v1/checkout/sessions/${found.id}/line_items`, found._line_items)
    },
  },
}
