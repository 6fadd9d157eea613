import { setDunning } from '../billing/dunning.ts'
import type { Dunning } from '../billing/dunning-rules.ts'
import { advance } from '../billing/engine.ts'
import { redeemCoupon } from '../billing/redeem-discounts.ts'
import { setNoticeDays } from '../billing/renewal-notices.ts'
import { completeSession } from '../resources/checkout-sessions/complete-session.ts'
import { rollSecret } from '../resources/webhook-endpoints/roll-secret.ts'
import type { Sandbox, Snapshot } from '../server/sandbox.ts'
import type { Held } from '../store/kinds.ts'
import { queueDeliveries, targetsOf } from '../webhooks/event-rules.ts'
import { invalidRequest } from '../wire/errors.ts'

export interface ClockReading {
  /** Unix seconds. */
  readonly now: number
  readonly isFrozen: boolean
}

/** What Stripe's dashboard, its hosted pages and the passing of time do to one account, as opposed to its API. */
export interface AccountControl {
  readonly key: string
  readonly clock: () => ClockReading
  /** Starts an empty account at a moment of the past and stops its clock there. */
  readonly startAt: (at: number) => ClockReading
  /** Lives through time up to that moment: renewals, trials, dunning. Unix seconds. */
  readonly advanceTo: (at: number) => ClockReading
  /** What was due and is not known: it waits, by name, until a request changes its object. */
  readonly held: () => readonly Held[]
  readonly freeze: () => ClockReading
  /** Lets a stopped clock run on. */
  readonly run: () => ClockReading
  /** Gives a customer a discount of its own; the API of today cannot, the dashboard can. */
  readonly discountCustomer: (customer: string, coupon: string) => { readonly discount: string }
  /** Finishes a checkout session as its customer would. */
  readonly completeCheckout: (session: string) => { readonly subscription: string | null }
  /** Makes every failed delivery due at once; says how many. */
  readonly retryWebhooks: () => number
  /** Announces renewals by `invoice.upcoming` so many days ahead, as the dashboard's setting says; null for never. */
  readonly announceRenewals: (days: number | null) => number | null
  /** Sends an event once more to all endpoints that want it, as the dashboard can; says to how many. */
  readonly resendEvent: (event: string) => number
  /** Gives a webhook endpoint a new secret and says it; the old one signs too for so many seconds, a day at most. */
  readonly rollSecret: (endpoint: string, keptSeconds: number) => { readonly secret: string }
  /** How failed payments are tried again and what ends them, as the dashboard's settings say; what is not given stays. */
  readonly setDunning: (settings: Partial<Dunning>) => Dunning
  readonly snapshot: () => Snapshot
  /** Makes the account what it was; a clock that ran runs on from the present. */
  readonly restore: (snapshot: Snapshot) => void
  readonly reset: () => void
}

const read = (sandbox: Sandbox, key: string): ClockReading => {
  const { clock } = sandbox.account(key)
  return { now: clock.now(), isFrozen: clock.state.frozenAt !== null }
}

const startAt = (sandbox: Sandbox, key: string, at: number): void => {
  const account = sandbox.account(key)
  if (account.hasPast) throw invalidRequest('Only the clock of an empty account can be set; others can be advanced.')
  account.work(null, () => {
    account.clock.freeze()
    account.clock.set(at)
  })
}

const advanceTo = (sandbox: Sandbox, key: string, at: number): void => {
  const account = sandbox.account(key)
  if (at < account.now) throw invalidRequest('A clock cannot be moved back.')
  advance(account, at)
  account.work(null, () => undefined)
}

const discountCustomer = (sandbox: Sandbox, key: string, customerId: string, coupon: string): { discount: string } => {
  const account = sandbox.account(key)
  return account.work(null, () => {
    const customer = account.need('customer', customerId)
    const discount = redeemCoupon(account, coupon, {
      customer: customerId,
      currency: customer.currency ?? account.find('coupon', coupon)?.currency ?? '',
    })
    account.update('customer', { ...customer, discount }, 'customer.updated')
    return { discount: discount.id }
  })
}

const completeCheckout = (sandbox: Sandbox, key: string, session: string): { subscription: string | null } => {
  const account = sandbox.account(key)
  return account.work(null, () => ({
    subscription: completeSession(account, session, { method: 'pm_card_visa' }).subscription,
  }))
}

const retryWebhooks = (sandbox: Sandbox, key: string): number => {
  const account = sandbox.account(key)
  const waiting = account
    .all('webhook_delivery')
    .list()
    .filter(({ retryAt }) => retryAt !== null)
  account.work(null, () => {
    for (const row of waiting.toReversed()) account.update('webhook_delivery', { ...row, retryAt: null })
  })
  return waiting.length
}

const resendEvent = (sandbox: Sandbox, key: string, id: string): number => {
  const account = sandbox.account(key)
  const event = account.need('event', id)
  const targets = targetsOf(account, event.type).filter(
    (one) => account.find('webhook_delivery', `${id}/${one}`) === undefined,
  )
  account.work(null, () => queueDeliveries(account, event, targets))
  return targets.length
}

export const controlAccount = (sandbox: Sandbox, key: string): AccountControl => {
  const clock = (): ClockReading => read(sandbox, key)
  const then = (task: () => void): ClockReading => {
    task()
    return clock()
  }
  const onClock = (task: 'freeze' | 'run'): void => {
    const account = sandbox.account(key)
    account.work(null, () => account.clock[task]())
  }
  return {
    key,
    clock,
    startAt: (at) => then(() => startAt(sandbox, key, at)),
    advanceTo: (at) => then(() => advanceTo(sandbox, key, at)),
    held: () => sandbox.account(key).all('held').list().toReversed(),
    freeze: () => then(() => onClock('freeze')),
    run: () => then(() => onClock('run')),
    discountCustomer: (customer, coupon) => discountCustomer(sandbox, key, customer, coupon),
    completeCheckout: (session) => completeCheckout(sandbox, key, session),
    announceRenewals: (days) => {
      const account = sandbox.account(key)
      return account.work(null, () => setNoticeDays(account, days))
    },
    retryWebhooks: () => retryWebhooks(sandbox, key),
    resendEvent: (event) => resendEvent(sandbox, key, event),
    rollSecret: (endpoint, keptSeconds) => {
      const account = sandbox.account(key)
      return account.work(null, () => ({ secret: rollSecret(account, endpoint, keptSeconds) }))
    },
    setDunning: (settings) => {
      const account = sandbox.account(key)
      return account.work(null, () => setDunning(account, settings))
    },
    snapshot: () => sandbox.snapshot(key),
    restore: (snapshot) => sandbox.restore(key, snapshot),
    reset: () => sandbox.reset(key),
  }
}
