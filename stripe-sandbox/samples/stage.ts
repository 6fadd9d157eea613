import type { Stripe } from 'stripe'
import type { AccountControl } from '../control/account-control.ts'
import type { Member, SampleSubscription } from './member.ts'
import { lookupKey, type PriceIds } from './catalogue.ts'
import { situation } from './situations.ts'

/** What the acts of the sample work with. */
export interface Stage {
  readonly stripe: Stripe
  readonly control: AccountControl
  readonly prices: PriceIds
}

/** Something that happens some days ago. */
export interface Act {
  readonly daysAgo: number
  readonly play: (stage: Stage) => Promise<unknown>
}

export const customerOf = (key: string): string => situation(key).customer ?? ''

export const subscriptionOf = async ({ stripe }: Stage, key: string): Promise<Stripe.Subscription> => {
  const { data } = await stripe.subscriptions.list({ customer: customerOf(key), limit: 1 })
  const [found] = data
  if (found === undefined) throw new Error(`${key} has no subscription`)
  return found
}

export const priceOf = ({ prices }: Stage, key: string): string => {
  const id = prices.get(key)
  if (id === undefined) throw new Error(`No price ${key}`)
  return id
}

const addressOf = (country: string): Stripe.AddressParam => ({
  line1: '1 Sample Street',
  city: 'Sampleton',
  postal_code: '12345',
  country,
})

const arrive = async ({ stripe }: Stage, member: Member): Promise<void> => {
  const { team, card = 'pm_card_visa', locale, country } = member
  const created = await stripe.customers.create({
    name: member.name,
    email: member.email,
    ...(team === null ? {} : { metadata: { team } }),
    ...(locale === undefined ? {} : { preferred_locales: [locale] }),
    ...(country === undefined ? {} : { address: addressOf(country) }),
    ...(card === null ? {} : { payment_method: card, invoice_settings: { default_payment_method: card } }),
  })
  if (created.id !== customerOf(member.key))
    throw new Error(`${member.key} is ${created.id}, not ${customerOf(member.key)}`)
}

const subscribe = async (stage: Stage, member: Member, wanted: SampleSubscription): Promise<void> => {
  const { plan, cadence = 'monthly', coupon, trialDays, daysUntilDue, quantity = 1, metadata } = wanted
  await stage.stripe.subscriptions.create({
    customer: customerOf(member.key),
    items: [{ price: priceOf(stage, lookupKey(plan, cadence, member.currency ?? 'usd')), quantity }],
    ...(metadata === undefined ? {} : { metadata }),
    ...(coupon === undefined ? {} : { discounts: [{ coupon }] }),
    ...(trialDays === undefined
      ? {}
      : { trial_period_days: trialDays, trial_settings: { end_behavior: { missing_payment_method: 'pause' } } }),
    ...(daysUntilDue === undefined ? {} : { collection_method: 'send_invoice', days_until_due: daysUntilDue }),
  })
}

/** A member's own acts: arriving, then subscribing. */
export const actsOf = (member: Member): Act[] => [
  { daysAgo: member.since, play: (stage) => arrive(stage, member) },
  ...(member.subscriptions ?? []).map(
    (wanted): Act => ({
      daysAgo: wanted.since ?? member.since,
      play: (stage) => subscribe(stage, member, wanted),
    }),
  ),
]
