import type { Stripe } from 'stripe'
import { periodEnd } from '../../billing/due-rules.ts'
import { redeemDiscounts } from '../../billing/redeem-discounts.ts'
import type { Account } from '../../store/account.ts'
import type { Subscription, SubscriptionItem, SubscriptionSchedule } from '../../store/kinds.ts'
import { mergeMetadata } from '../metadata.ts'
import { hasOtherRhythm, restartCycle } from '../subscriptions/bill-change.ts'
import { changeWithinPeriod } from '../subscriptions/change-billing.ts'
import { itemWith } from '../subscriptions/subscription-items.ts'

type Phase = SubscriptionSchedule['phases'][number]

const discountParams = ({ discounts }: Phase) =>
  discounts.map(({ coupon, discount, promotion_code: code }) => {
    if (discount !== null) return { discount }
    return code === null ? { coupon: coupon ?? '' } : { promotion_code: code }
  })

const collectionOf = ({ default_settings: settings }: SubscriptionSchedule, phase: Phase) => {
  const method = phase.collection_method ?? settings.collection_method ?? 'charge_automatically'
  const days = phase.invoice_settings?.days_until_due ?? settings.invoice_settings.days_until_due
  return { method, days: method === 'send_invoice' ? (days ?? null) : null }
}

/** What creates the subscription that begins with a phase. */
export const phaseParams = (schedule: SubscriptionSchedule, phase: Phase): Stripe.SubscriptionCreateParams => {
  const { method, days } = collectionOf(schedule, phase)
  const card = phase.default_payment_method ?? schedule.default_settings.default_payment_method
  const description = phase.description ?? schedule.default_settings.description
  return {
    customer: schedule.customer,
    billing_mode: { type: schedule.billing_mode.type },
    collection_method: method,
    ...(days === null ? {} : { days_until_due: days }),
    ...(card === null ? {} : { default_payment_method: card }),
    ...(description === null ? {} : { description }),
    discounts: discountParams(phase),
    items: phase.items.map(({ price, quantity, metadata }) => ({
      price,
      ...(quantity === undefined ? {} : { quantity }),
      metadata: metadata ?? {},
    })),
    metadata: phase.metadata ?? {},
    ...(phase.trial_end === null ? {} : { trial_end: phase.trial_end }),
  }
}

/** The items that a phase says, keeping the item of a position so that its id and period stay. */
const itemsOf = (account: Account, subscription: Subscription, phase: Phase): SubscriptionItem[] => {
  const [period] = subscription.items.data
  const place = {
    subscription: subscription.id,
    start: period?.current_period_start ?? account.now,
    end: period?.current_period_end ?? account.now,
  }
  return phase.items.map((item, i) => {
    const old = subscription.items.data[i]
    const price = account.all('price').row(item.price)?.value ?? account.need('price', item.price)
    const metadata = mergeMetadata(old?.metadata ?? {}, item.metadata ?? {})
    const fresh = itemWith(account, price, { quantity: item.quantity ?? 1, metadata }, place)
    if (old === undefined) return fresh
    const { id, created, discounts, tax_rates } = old
    return { ...fresh, id, created, discounts, tax_rates }
  })
}

interface Entry {
  readonly schedule: SubscriptionSchedule
  readonly phase: Phase
  readonly behavior: Phase['proration_behavior']
  /** Whether the phase begins, or is the running one with other terms. */
  readonly isNew: boolean
  /** Discounts of a running phase that were redeemed when it began. */
  readonly keepsDiscounts?: boolean
}

const withTerms = (account: Account, old: Subscription, entry: Entry): Subscription => {
  const { schedule, phase } = entry
  const { method, days } = collectionOf(schedule, phase)
  const target = { customer: old.customer, currency: old.currency, subscription: old.id }
  const asked = discountParams(phase)
  const discounts = entry.keepsDiscounts
    ? old.discounts
    : redeemDiscounts(account, asked.length === 0 ? '' : asked, target, old.discounts)
  return {
    ...old,
    collection_method: method,
    days_until_due: days,
    default_payment_method:
      phase.default_payment_method ?? schedule.default_settings.default_payment_method ?? old.default_payment_method,
    description: phase.description ?? old.description,
    discounts,
    items: { ...old.items, data: itemsOf(account, old, phase) },
    metadata: mergeMetadata(old.metadata, phase.metadata ?? {}),
  }
}

/** Invoices of phases wait their hour as drafts, like any that recurs. */
const AS_DRAFT = { behavior: 'allow_incomplete', isLeftDraft: true } as const

/** The end of a trial that a phase still has before it. */
const trialOf = ({ trial_end: end }: Phase, now: number): number | undefined =>
  end !== null && end > now ? end : undefined

/** Where a period ends with the phase the renewal bills; the anchor follows another rhythm, or a trial. */
const meetRenewal = (account: Account, fresh: Subscription, { phase, isAnchored }: Turn): void => {
  const trial = trialOf(phase, account.now)
  if (trial === undefined) {
    if (isAnchored) account.update('subscription', { ...fresh, billing_cycle_anchor: account.now })
    return
  }
  account.update('subscription', {
    ...fresh,
    billing_cycle_anchor: trial,
    status: 'trialing',
    trial_end: trial,
    trial_start: fresh.billing_mode.type === 'classic' ? (fresh.trial_start ?? account.now) : account.now,
  })
}

interface Turn {
  readonly phase: Phase
  readonly isAnchored: boolean
}

/** Gives a subscription the terms of a phase and bills the difference as asked. */
export const enterPhase = (account: Account, entry: Entry): void => {
  const { phase, behavior, isNew } = entry
  const old = account.need('subscription', entry.schedule.subscription ?? '')
  const fresh = account.update('subscription', withTerms(account, old, entry))
  const isAnchored = hasOtherRhythm(old, fresh.items.data) || (isNew && phase.billing_cycle_anchor === 'phase_start')
  if (periodEnd(old) <= account.now) {
    meetRenewal(account, fresh, { phase, isAnchored })
    return
  }
  const trialEnd = trialOf(phase, account.now)
  const isTrial = trialEnd !== undefined && trialEnd !== old.trial_end
  if (isAnchored || isTrial) {
    const creditFrom = behavior === 'none' ? null : account.now
    restartCycle(account, old, { creditFrom, collection: AS_DRAFT, ...(isTrial ? { trialEnd } : {}) })
  } else changeWithinPeriod(account, old, { items: [], proration_behavior: behavior }, AS_DRAFT)
}
