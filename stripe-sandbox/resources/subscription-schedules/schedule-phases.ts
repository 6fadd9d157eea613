import type { Stripe } from 'stripe'
import { addInterval } from '../../billing/period-rules.ts'
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
  const phase = blankPhase(subscription.currency, first?.current_period_start ?? 0, first?.current_period_end ?? 0)
  return { ...phase, items: subscription.items.data.map(({ price, quantity }) => itemOf(price.id, quantity ?? 1, {})) }
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

/** Phases follow one another without gaps; the first begins where the schedule began. */
export const readPhases = (
  account: Account,
  params: readonly PhaseParam[],
  schedule: SubscriptionSchedule,
): Phase[] => {
  const [first] = schedule.phases
  let start = first?.start_date ?? account.now
  const currency = first?.currency ?? 'usd'
  return params.map((param, i) => {
    const asked = param.start_date === 'now' ? account.now : param.start_date
    if (asked !== undefined && asked !== start) {
      throw invalidRequest('The start date of a phase must be the end date of the one before it.', {
        param: `phases[${i}][start_date]`,
      })
    }
    const end = endOf(account, param, start, i === params.length - 1)
    if (end <= start) throw invalidRequest('A phase must end after it starts.', { param: `phases[${i}][end_date]` })
    const phase: Phase = {
      ...blankPhase(currency, start, end),
      items: phaseItems(account, param.items),
      metadata: mergeMetadata({}, param.metadata),
      proration_behavior: param.proration_behavior ?? 'create_prorations',
    }
    start = end
    return phase
  })
}
