import type { Stripe } from 'stripe'
import type { Bench } from '../support.ts'
import { DAY, type Day, JUNE, openDay } from './support.ts'

export const JULY = JUNE + 30 * DAY
export const MONTH = { interval: 'month' } as const

export type Phases = NonNullable<Stripe.SubscriptionScheduleCreateParams['phases']>
type Params = Partial<Stripe.SubscriptionScheduleCreateParams>

export const scheduled = async (bench: Bench, make: (day: Day) => Promise<Phases>, params: Params = {}) => {
  const day = await openDay(bench)
  const phases = await make(day)
  const made = await day.stripe.subscriptionSchedules.create({
    customer: day.customer,
    start_date: 'now',
    phases,
    ...params,
  })
  const schedule = () => day.stripe.subscriptionSchedules.retrieve(made.id)
  const subscription = async () => {
    const [found] = (await day.stripe.subscriptions.list({ customer: day.customer, status: 'all' })).data
    if (found === undefined) throw new Error('There is no subscription')
    return found
  }
  const update = (change: Stripe.SubscriptionScheduleUpdateParams) =>
    day.stripe.subscriptionSchedules.update(made.id, change)
  return { ...day, made, phases, schedule, subscription, update }
}

/** A month at 3000 and a month at 6000. */
export const twoMonths = async (day: Day): Promise<Phases> => [
  { items: [{ price: await day.monthly(3000) }], duration: MONTH },
  { items: [{ price: await day.monthly(6000) }], duration: MONTH },
]
