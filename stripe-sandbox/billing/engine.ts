import { expireSession } from '../resources/checkout-sessions/expire-session.ts'
import type { Account } from '../store/account.ts'
import type { DueEntry } from '../store/due-queue.ts'
import type { Invoice, Kind } from '../store/kinds.ts'
import { detachDiscount, noteOverdue } from './bill-subscription.ts'
import { chargeInvoice, finalizeInvoice } from './collect-invoice.ts'
import { deleteClock } from './delete-clock.ts'
import { dueAt } from './due-rules.ts'
import { endDunning } from './end-dunning.ts'
import { announceExpiry, enterNextPhase } from './follow-schedule.ts'
import { endDiscount } from './redeem-discounts.ts'
import { checkNotBehind, orHold } from './hold.ts'
import { passPayment } from './pass-payment.ts'
import { endRefund } from './end-refund.ts'
import { passTime } from './renew-subscription.ts'
import { announceRenewal } from './renewal-notices.ts'
import { sendInvoice } from './send-invoice.ts'

/** A deleted customer is not billed any more; what is left of its invoices stays as it is. */
const isOrphan = (account: Account, invoice: Invoice): boolean =>
  account.find('customer', invoice.customer) === undefined

const collect = (account: Account, open: Invoice): void => {
  const { invoice, refusal } = chargeInvoice(account, open)
  if (refusal !== undefined) endDunning(account, invoice)
}

const advanceInvoice = (account: Account, invoice: Invoice): void => {
  if (isOrphan(account, invoice)) {
    account.update('invoice', { ...invoice, auto_advance: false, _is_overdue: true }, 'invoice.updated')
    return
  }
  if (invoice.status === 'draft') {
    const open = finalizeInvoice(account, invoice)
    if (open.status !== 'open') return
    if (open.collection_method === 'send_invoice') sendInvoice(account, open)
    else collect(account, open)
    return
  }
  const { now } = account
  if (invoice.next_payment_attempt !== null && invoice.next_payment_attempt <= now && invoice.auto_advance) {
    collect(account, invoice)
    return
  }
  if (invoice.due_date !== null && invoice.due_date <= now) noteOverdue(account, invoice)
}

type Actions = { readonly [K in Kind]?: (account: Account, id: string) => void }

const actions: Actions = {
  subscription: (account, id) => {
    const subscription = account.need('subscription', id)
    checkNotBehind(account, subscription)
    if (!announceRenewal(account, id)) passTime(account, subscription)
  },
  invoice: (account, id) => advanceInvoice(account, account.need('invoice', id)),
  subscription_schedule: (account, id) => {
    const schedule = account.need('subscription_schedule', id)
    if (!announceExpiry(account, schedule)) enterNextPhase(account, schedule)
  },
  discount: (account, id) => {
    detachDiscount(account, account.need('discount', id))
    endDiscount(account, id)
  },
  'test_helpers.test_clock': (account, id) => deleteClock(account, account.need('test_helpers.test_clock', id)),
  payment_intent: (account, id) => passPayment(account, account.need('payment_intent', id)),
  refund: (account, id) => endRefund(account, account.need('refund', id)),
  webhook_delivery: (account, id) => {
    account.update('webhook_delivery', { ...account.need('webhook_delivery', id), retryAt: null })
  },
  'checkout.session': (account, id) => {
    expireSession(account, account.need('checkout.session', id))
  },
}

const isStillDue = (account: Account, entry: DueEntry): boolean => {
  if (account.find('held', entry.id) !== undefined) return false
  const value = account.find(entry.kind as Kind, entry.id)
  const at = value === undefined ? null : dueAt(entry.kind as Kind, value)
  return at !== null && at <= entry.at
}

/** Runs a task at the moment when something was due, on the account's clock or on a test clock. */
const at = (account: Account, clock: string | null, time: number, task: () => void): void => {
  if (clock === null) account.clock.during(time, task)
  else account.clock.inTestTime(time, task)
}

/** What became of an object may be due at the same moment: an invoice to be paid at once is overdue when it is sent. */
const act = (account: Account, clock: string | null, entry: DueEntry): void => {
  const kind = entry.kind as Kind
  const before = account.find(kind, entry.id)
  orHold(account, entry, () => actions[kind]?.(account, entry.id))
  if (account.find(kind, entry.id) !== before && isStillDue(account, entry)) account.dueOn(clock).add(entry)
}

/** Does everything that was due by then, each thing at its own time. */
export const passUntil = (account: Account, until: number, clock: string | null = null): void => {
  const due = account.dueOn(clock)
  for (let next = due.next; next !== undefined && next.at <= until; next = due.next) {
    const entry = next
    due.take()
    at(account, clock, entry.at, () => {
      if (isStillDue(account, entry)) act(account, clock, entry)
    })
  }
}

/** What advancing a test clock set off happens after its answer, as at Stripe. */
const finishAdvancing = (account: Account): void => {
  if (!account.hasTestClocks) return
  for (const clock of account.all('test_helpers.test_clock').list([{ index: 'status', value: 'advancing' }])) {
    const target = clock.status_details.advancing?.target_frozen_time ?? clock.frozen_time
    passUntil(account, target, clock.id)
    account.work(null, () => {
      const ready = { ...clock, frozen_time: target, status: 'ready' as const, status_details: {} }
      account.emit(
        'test_helpers.test_clock.ready',
        'test_helpers.test_clock',
        account.update('test_helpers.test_clock', ready),
      )
    })
  }
}

/** Brings an account up to its own present. */
export const catchUp = (account: Account): void => {
  finishAdvancing(account)
  passUntil(account, account.now)
}

/** Moves an account's clock forward and lives through everything in between. */
export const advance = (account: Account, to: number): void => {
  if (to < account.now) throw new RangeError('A clock cannot be moved back.')
  passUntil(account, to)
  account.clock.set(to)
}
