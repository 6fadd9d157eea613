/** Customers may live on a test clock; what is theirs takes its time from there. */
import type { AccountView } from './account-view.ts'
import type { Kind } from './kinds.ts'

type Fields = Readonly<Record<string, unknown>>

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** The test clock on which an object lives, its own or its customer's. */
export const clockOf = (account: AccountView, value: object): string | null => {
  if (!account.hasTestClocks) return null
  const { test_clock: own, customer, id } = value as Fields
  if (typeof own === 'string') return own
  return account.all('customer').row(text(customer) ?? text(id) ?? '')?.value.test_clock ?? null
}

/** The time that an object lives in, its test clock's or the account's own; an advancing clock's is where it set out. */
export const ownTimeOf = (account: AccountView, value: object): number =>
  account.find('test_helpers.test_clock', clockOf(account, value))?.frozen_time ?? account.clock.ownNow()

/** Objects of a customer on a test clock carry its id where Stripe's do. */
export const onTestClock = <V extends object>(account: AccountView, value: V): V => {
  if (!('test_clock' in value) || value.test_clock !== null) return value
  const clock = clockOf(account, value)
  return clock === null ? value : { ...value, test_clock: clock }
}

const OWNED: readonly Kind[] = [
  'customer',
  'subscription',
  'subscription_schedule',
  'invoice',
  'invoiceitem',
  'checkout.session',
  'payment_intent',
  'charge',
  'refund',
]

const clockOfId = (account: AccountView, id: string): string | null => {
  for (const kind of OWNED) {
    const value = account.all(kind).row(id)?.value
    if (value !== undefined) return clockOf(account, value)
  }
  const [owner] = account.all('subscription').newest([{ index: 'item', value: id }])
  return owner === undefined ? null : clockOf(account, owner)
}

const NAMING = ['customer', 'subscription', 'from_subscription', 'invoice', 'schedule', 'payment_intent', 'charge']

/** The time at which a request happens that names an object of a test clock; null for the account's own time. */
export const testTimeOf = (account: AccountView, params: Fields, ids: readonly string[]): number | null => {
  if (!account.hasTestClocks) return null
  const named = [...ids, ...NAMING.map((name) => text(params[name])), text(params['test_clock'])]
  for (const id of named) {
    if (id === null) continue
    const clock = account.find('test_helpers.test_clock', id) === undefined ? clockOfId(account, id) : id
    const time = account.find('test_helpers.test_clock', clock)?.frozen_time
    if (time !== undefined) return time
  }
  return null
}
