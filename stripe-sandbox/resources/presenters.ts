import type { Account } from '../store/account.ts'
import type { Kind } from '../store/kinds.ts'
import type { Inclusions } from '../wire/expand.ts'
import { listOf } from '../wire/list.ts'
import { presentInvoice } from './invoices/present-invoice.ts'
import { presentSubscription } from './subscriptions/present-subscription.ts'
import { presentCoupon, presentPromotionCode } from './coupons/present-coupon.ts'

type Fields = Readonly<Record<string, unknown>>

const presenters: { readonly [K in Kind]?: (account: Account, value: never) => object } = {
  coupon: presentCoupon,
  invoice: presentInvoice,
  promotion_code: presentPromotionCode,
  subscription: presentSubscription,
}

const withoutPrivate = (value: Fields): Fields => {
  const names = Object.keys(value)
  return names.some((name) => name.startsWith('_'))
    ? Object.fromEntries(names.filter((name) => !name.startsWith('_')).map((name) => [name, value[name]]))
    : value
}

/** An object as it is sent. */
export const present = (account: Account, kind: Kind, value: unknown): Fields => {
  const presenter = presenters[kind]
  return withoutPrivate((presenter === undefined ? value : presenter(account, value as never)) as Fields)
}

const MAX_INCLUDED = 10

const ownList = (
  account: Account,
  kind: Kind,
  customer: Fields,
  path: string,
  fits: (value: Fields) => boolean = () => true,
) => {
  const found = [...account.all(kind).newest([{ index: 'customer', value: String(customer['id']) }])]
    .map((value) => present(account, kind, value))
    .filter(fits)
  return listOf(
    `/v1/customers/${String(customer['id'])}/${path}`,
    found.slice(0, MAX_INCLUDED),
    found.length > MAX_INCLUDED,
  )
}

/** Fields that are left out unless asked for. */
export const inclusions: Inclusions = {
  customer: {
    subscriptions: (account, customer) =>
      ownList(account, 'subscription', customer, 'subscriptions', ({ status }) => status !== 'canceled'),
    tax_ids: (account, customer) => ownList(account, 'tax_id', customer, 'tax_ids'),
  },
  coupon: {
    applies_to: (account, coupon) => account.all('coupon').row(String(coupon['id']))?.value._applies_to ?? undefined,
  },
  'checkout.session': {
    line_items: (account, session) => {
      const found = account.need('checkout.session', String(session['id']))
      return listOf(`/v1/checkout/sessions/${found.id}/line_items`, found._line_items)
    },
  },
  search_result: {},
}
