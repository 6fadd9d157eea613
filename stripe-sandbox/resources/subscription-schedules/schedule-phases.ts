import type { Stripe } from 'stripe'
import { addInterval } from '../../billing/period-rules.ts'
import type { Span } from '../../billing/proration-rules.ts'
import type { Account } from '../../store/account.ts'
import type { Subscription, SubscriptionSchedule } from '../../store/kinds.ts'
import { invalidRequest, missingParam } from '../../wire/errors.ts'
import { mergeMetadata } from '../metadata.ts'

export type Phase = SubscriptionSchedule['phases'][number]
type PhaseParam = Stripe.SubscriptionScheduleUpdateParams.Phase

const blankPhase = (currency: string, start: number, end: number): Phase => ({
  add_invoice_items: [],
  application_fee_percent: null,
  billing_cycle_anchor: null,
  billing_thresholds: null,
  collection_method: null,
  currency,
  default_payment_method: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  end_date: end,
  invoice_settings: null,
  items: [],
  metadata: {},
  on_behalf_of: null,
  proration_behavior: 'create_prorations',
  start_date: start,
  transfer_data: null,
  trial_end: null,
})

const itemOf = (price: string, quantity: number, metadata: Stripe.Metadata): Phase['items'][number] => ({
  billing_thresholds: null,
  discounts: [],
  metadata,
  plan: price,
  price,
  quantity,
  tax_rates: [],
})

/** The running period of a subscription as the first phase of its schedule. */
export const phaseOfSubscription = (subscription: Subscription): Phase => {
  const [first] = subscription.items.data
  const isTrial = subscription.status === 'trialing'
  return {
    ...blankPhase(subscription.currency, first?.current_period_start ?? 0, first?.current_period_end ?? 0),
    discounts: subscription.discounts.map((discount) => ({ coupon: null, discount, promotion_code: null })),
    items: subscription.items.data.map(({ price, quantity }) => itemOf(price.id, quantity ?? 1, {})),
    trial_end: isTrial ? subscription.trial_end : null,
  }
}

const endOf = (account: Account, param: PhaseParam, start: number, isLast: boolean): number => {
  if (typeof param.end_date === 'number') return param.end_date
  if (param.end_date === 'now') return account.now
  if (param.duration !== undefined) {
    return addInterval(start, { interval: param.duration.interval, interval_count: param.duration.interval_count ?? 1 })
  }
  const price = account.find('price', param.items[0]?.price)
  if (!isLast || price?.recurring === null || price === undefined) throw missingParam('phases[0][end_date]')
  return addInterval(start, price.recurring)
}

const phaseItems = (account: Account, items: PhaseParam['items']): Phase['items'] =>
  items.map((item) => {
    if (item.price === undefined) throw missingParam('phases[0][items][0][price]')
    account.need('price', item.price, 'phases[0][items][0][price]')
    return itemOf(item.price, item.quantity ?? 1, mergeMetadata({}, item.metadata))
  })

const discountsOf = (account: Account, asked: PhaseParam['discounts']): Phase['discounts'] =>
  (asked || []).map(({ coupon, discount, promotion_code: code }) => {
    if (coupon !== undefined) account.need('coupon', coupon, 'phases[0][discounts][0][coupon]')
    if (code !== undefined) account.need('promotion_code', code, 'phases[0][discounts][0][promotion_code]')
    return { coupon: coupon ?? null, discount: discount ?? null, promotion_code: code ?? null }
  })

const checkTrial = (at: number, { start, end }: Span, anchor: PhaseParam['billing_cycle_anchor']): void => {
  if (at <= start || at > end)
    throw invalidRequest('A trial must end within its phase.', { param: 'phases[0][trial_end]' })
  if (anchor === 'phase_start')
    throw invalidRequest('billing_cycle_anchor=phase_start cannot be used with a trial.', {
      param: 'phases[0][billing_cycle_anchor]',
    })
}

/** A phase is a trial in whole, or up to a time inside it. */
const trialEndOf = (account: Account, param: PhaseParam, span: Span): number | null => {
  const asked = param.trial_end === 'now' ? account.now : param.trial_end
  if (param.trial && asked !== undefined && asked !== span.end)
    throw invalidRequest('With trial=true, trial_end must be the end of the phase.', { param: 'phases[0][trial_end]' })
  const at = param.trial ? span.end : (asked ?? null)
  if (at !== null) checkTrial(at, span, param.billing_cycle_anchor)
  return at
}

const settingsOf = (param: PhaseParam, currency: string) => {
  const days = param.invoice_settings?.days_until_due
  return {
    billing_cycle_anchor: param.billing_cycle_anchor ?? null,
    collection_method: param.collection_method ?? null,
    currency: param.currency ?? currency,
    default_payment_method: param.default_payment_method ?? null,
    description: param.description || null,
    invoice_settings:
      days === undefined
        ? null
        : {
            account_tax_ids: null,
            custom_fields: null,
            days_until_due: days,
            description: null,
            footer: null,
            issuer: null,
          },
    proration_behavior: param.proration_behavior ?? 'create_prorations',
  }
}

/** An empty value in a phase's metadata takes a key off the subscription, so it is kept. */
const metadataOf = (asked: PhaseParam['metadata']): Stripe.Metadata =>
  Object.fromEntries(Object.entries(asked ?? {}).map(([key, value]) => [key, String(value ?? '')]))

const MAX_PHASES = 10

/** Phases follow one another without gaps; the first begins at the given time. */
export const readPhases = (account: Account, params: readonly PhaseParam[], from: number): Phase[] => {
  if (params.length > MAX_PHASES)
    throw invalidRequest(`A schedule can have up to ${MAX_PHASES} current and future phases.`, { param: 'phases' })
  let start = from
  return params.map((param, i) => {
    const asked = param.start_date === 'now' ? account.now : param.start_date
    if (asked !== undefined && asked !== start) {
      throw invalidRequest('The start date of a phase must be the end date of the one before it.', {
        param: `phases[${i}][start_date]`,
      })
    }
    const end = endOf(account, param, start, i === params.length - 1)
    if (end <= start) throw invalidRequest('A phase must end after it starts.', { param: `phases[${i}][end_date]` })
    const items = phaseItems(account, param.items)
    const currency = account.find('price', items[0]?.price)?.currency ?? 'usd'
    const phase: Phase = {
      ...blankPhase(currency, start, end),
      ...settingsOf(param, currency),
      discounts: discountsOf(account, param.discounts),
      items,
      metadata: metadataOf(param.metadata),
      trial_end: trialEndOf(account, param, { start, end }),
    }
    start = end
    return phase
  })
}
