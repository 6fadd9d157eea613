// Rule: a decision about a subscription rests on how it stands: items, prices, quantities, period, status, discounts,
// pause and cancellation. Whatever of it moves between word and deed makes the request stale. What the approver might not
// expect is said: another subscription than the platform's, unpaid invoices, a trial, a pause, an end that is set.

import type { Discount, Subscription, SubscriptionItem } from '@countersign/shared/features/subscriptions'
import type { Standing, StandingItem } from '@countersign/shared/features/subscription-work'
import { moneyText } from '@countersign/shared/money'
import { dayWords } from '@countersign/shared/times'

export interface LiveFacts {
  readonly subscription: Omit<Subscription, 'explanation' | 'madeByHand'>
  readonly isCancelAtPeriodEnd: boolean
  readonly discounts: {
    readonly onSubscription: readonly Discount[]
    readonly onItems: ReadonlyArray<{ readonly discounts: readonly Discount[] }>
    readonly onCustomer: readonly Discount[]
  }
}

const toItem = (item: SubscriptionItem): StandingItem => ({
  stripeId: item.stripeId,
  name: item.productName,
  priceStripeId: item.priceStripeId,
  unitAmount: item.unitAmount,
  quantity: item.quantity,
  interval: item.interval,
  intervalCount: item.intervalCount,
  periodStartsAt: item.periodStartsAt,
  periodEndsAt: item.periodEndsAt,
  isPlain: item.billingScheme === 'per_unit' && item.usage === 'licensed' && item.unitAmount !== null,
})

/** A customer's discount acts only where the subscription has none of its own. */
const acting = ({ onSubscription, onItems, onCustomer }: LiveFacts['discounts']): readonly Discount[] => {
  const own = [...onSubscription, ...onItems.flatMap(({ discounts }) => discounts)]
  return own.length > 0 ? own : onCustomer
}

export const standingOf = (live: LiveFacts, isMadeByHand: boolean): Standing => {
  const { subscription: row, isCancelAtPeriodEnd, discounts } = live
  return {
    stripeId: row.stripeId,
    status: row.status,
    billingMode: row.billingMode,
    collectionMethod: row.collectionMethod,
    currency: row.currency,
    isMadeByHand,
    items: row.items.map(toItem),
    discounts: acting(discounts).map(({ stripeId, couponName, couponStripeId }) => ({
      stripeId,
      name: couponName ?? couponStripeId,
    })),
    pause: row.pause,
    cancelAt: row.cancelAt,
    isCancelAtPeriodEnd,
    latestInvoiceStripeId: row.latestInvoiceStripeId,
  }
}

export interface Rhythm {
  readonly interval: StandingItem['interval']
  readonly intervalCount: number
}

/** `a month`, `every 3 months` */
export const rhythmWords = ({ interval, intervalCount }: Rhythm): string =>
  intervalCount === 1 ? `a ${interval}` : `every ${intervalCount} ${interval}s`

export type ItemWords = Rhythm & Pick<StandingItem, 'name' | 'unitAmount' | 'quantity'>

/** `Business × 3, 450.00 EUR each a month` */
export const itemWords = (item: ItemWords): string => {
  const { name, unitAmount, quantity } = item
  const count = quantity === null ? '' : ` × ${quantity}`
  const price = unitAmount === null ? 'tiered or by use' : `${moneyText(unitAmount)} each ${rhythmWords(item)}`
  return `${name}${count}, ${price}`
}

export const itemsWords = (items: readonly ItemWords[]): string =>
  items.length === 0 ? 'nothing' : items.map(itemWords).join(' + ')

/** `Business × 3 + Support` */
export const countedWords = (items: ReadonlyArray<Pick<StandingItem, 'name' | 'quantity'>>): string =>
  items.map(({ name, quantity }) => (quantity === null ? name : `${name} × ${quantity}`)).join(' + ')

export const planWords = ({ items }: Pick<Standing, 'items'>): string =>
  items.map(({ name }) => name).join(' + ') || 'the subscription'

const PAUSED_WORDS: Readonly<Record<string, string>> = {
  keep_as_draft: 'invoices are kept as drafts',
  mark_uncollectible: 'invoices are written off',
  void: 'invoices are voided',
}

export const pauseWords = (pause: Standing['pause']): string => {
  if (pause === null) return 'collected as usual'
  const until = pause.resumesAt === null ? 'until it is resumed' : `until ${dayWords(pause.resumesAt)}`
  return `${PAUSED_WORDS[pause.behavior] ?? pause.behavior} ${until}`
}

export const endWords = ({ cancelAt }: Pick<Standing, 'cancelAt'>): string =>
  cancelAt === null ? 'goes on' : `ends on ${dayWords(cancelAt)}`

/** What may not move between word and deed. */
export const standingBinding = (standing: Standing): Record<string, string> => ({
  Status: standing.status,
  Items: standing.items
    .map(({ stripeId, priceStripeId, quantity }) => `${stripeId} ${priceStripeId} × ${quantity ?? 'as used'}`)
    .toSorted()
    .join(', '),
  Period: [...new Set(standing.items.map((item) => `${item.periodStartsAt} – ${item.periodEndsAt}`))]
    .toSorted()
    .join(', '),
  Discounts:
    standing.discounts
      .map(({ name, stripeId }) => `${name} (${stripeId})`)
      .toSorted()
      .join(', ') || 'none',
  Collection: pauseWords(standing.pause),
  End: standing.isCancelAtPeriodEnd ? 'with its period' : (standing.cancelAt ?? 'none'),
})

const STATUS_WARNINGS: Partial<Record<Standing['status'], string>> = {
  past_due: 'The latest invoice was not paid; Stripe is still trying.',
  unpaid: 'Stripe has given up on the latest invoice; new ones stay drafts.',
  trialing: 'It is on trial: nothing was charged for this time.',
  paused: 'The subscription is paused.',
}

/** What an approver might not expect of it. */
export const standingWarnings = (standing: Standing): string[] => {
  const status = STATUS_WARNINGS[standing.status]
  return [
    ...(standing.isMadeByHand ? ['This subscription was made by hand. It is not the platform’s own.'] : []),
    ...(status === undefined ? [] : [status]),
    ...(standing.pause === null ? [] : [`Collection is paused: ${pauseWords(standing.pause)}.`]),
    ...(standing.cancelAt === null ? [] : [`It ends on ${dayWords(standing.cancelAt)} as it stands.`]),
  ]
}

/** The lines with which every card about a subscription begins. */
export const standingLines = (standing: Standing) => [
  { label: 'Subscription', before: null, after: `${planWords(standing)} (${standing.stripeId})` },
  {
    label: 'Billing mode',
    before: null,
    after:
      standing.billingMode === 'flexible'
        ? 'flexible: prorates what was really billed'
        : 'classic: prorates list prices',
  },
  ...(standing.discounts.length === 0
    ? []
    : [{ label: 'Discounts', before: null, after: standing.discounts.map(({ name }) => name).join(', ') }]),
]
