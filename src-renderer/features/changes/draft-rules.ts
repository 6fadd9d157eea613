// Rule: a change can be asked for once something differs from what stands, each quantity is a whole number, each day that
// it needs is there, and the approver has a sentence. What isn't touched isn't sent.

import type { ItemWish, Proration, SubscriptionWish } from '@countersign/shared/features/subscription-work'
import type { Subscription } from '@countersign/shared/features/subscriptions'
import { changes as words } from '../../messages/changes.ts'

export const MODES = ['change', 'pause', 'resume', 'end'] as const
export type Mode = (typeof MODES)[number]

/** An item as the form has it; `itemStripeId` is null for one that comes, `priceStripeId` null for one that goes. */
export interface DraftItem {
  readonly id: string
  readonly itemStripeId: string | null
  readonly priceStripeId: string | null
  readonly quantity: string
}

type PausePayload = Extract<SubscriptionWish, { kind: 'subscription.pause' }>['payload']
type ResumePayload = Extract<SubscriptionWish, { kind: 'subscription.resume' }>['payload']
type CancelPayload = Extract<SubscriptionWish, { kind: 'subscription.cancel' }>['payload']

export interface ChangeDraft {
  readonly mode: Mode
  readonly items: readonly DraftItem[]
  readonly proration: Proration
  readonly behavior: PausePayload['behavior']
  /** As typed into a field for days: `2026-12-24`. */
  readonly resumesOn: string
  readonly from: ResumePayload['from']
  readonly when: CancelPayload['when']
  readonly endsOn: string
  readonly isCredited: boolean
  readonly words: string
}

export const draftFor = (subscription: Subscription, mode: Mode): ChangeDraft => ({
  mode,
  items: subscription.items.map((item) => ({
    id: item.stripeId,
    itemStripeId: item.stripeId,
    priceStripeId: item.priceStripeId,
    quantity: item.quantity === null ? '' : String(item.quantity),
  })),
  proration: 'always_invoice',
  behavior: 'void',
  resumesOn: '',
  from: subscription.pause === null ? 'cancellation' : 'pause',
  when: 'period-end',
  endsOn: '',
  isCredited: true,
  words: '',
})

const QUANTITY = /^[1-9]\d{0,5}$/

export const isQuantity = (text: string): boolean => QUANTITY.test(text.trim())

/** Tiered or by use: it stays as it is, so its quantity isn't asked for. */
export const isOdd = ({ billingScheme, usage, unitAmount }: Subscription['items'][number]): boolean =>
  billingScheme === 'tiered' || usage === 'metered' || unitAmount === null

const wishFor = (draft: DraftItem, { items }: Subscription): ItemWish[] => {
  const { itemStripeId, priceStripeId } = draft
  const quantity = Number(draft.quantity.trim())
  if (itemStripeId === null) return priceStripeId === null ? [] : [{ kind: 'add', priceStripeId, quantity }]
  if (priceStripeId === null) return [{ kind: 'remove', itemStripeId }]
  const now = items.find(({ stripeId }) => stripeId === itemStripeId)
  if (!now || isOdd(now)) return []
  const isPriceSame = now.priceStripeId === priceStripeId
  const isQuantitySame = now.quantity === quantity
  if (isPriceSame && isQuantitySame) return []
  const wish = { kind: 'update', itemStripeId } as const
  return [{ ...wish, priceStripeId: isPriceSame ? null : priceStripeId, quantity: isQuantitySame ? null : quantity }]
}

const asksQuantity = (draft: DraftItem, { items }: Subscription): boolean => {
  if (draft.priceStripeId === null) return false
  const now = items.find(({ stripeId }) => stripeId === draft.itemStripeId)
  return now === undefined || !isOdd(now)
}

const dayStart = (day: string): string | null => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T00:00:00.000Z` : null)

export type Wished =
  | { readonly is: 'wish'; readonly wish: SubscriptionWish }
  | { readonly is: 'missing'; readonly why: string }

const missing = (why: string): Wished => ({ is: 'missing', why })

interface Asked {
  readonly draft: ChangeDraft
  readonly subscription: Subscription
  readonly prorationAt: string
}

const changeWish = ({ draft, subscription, prorationAt }: Asked): Wished => {
  const asked = draft.items.filter((item) => asksQuantity(item, subscription))
  if (asked.some(({ quantity }) => !isQuantity(quantity))) return missing(words.wrongQuantity)
  const items = draft.items.flatMap((item) => wishFor(item, subscription))
  if (items.length === 0) return missing(words.noChange)
  const { proration } = draft
  const payload = { subscriptionStripeId: subscription.stripeId, items, proration, prorationAt }
  return { is: 'wish', wish: { kind: 'subscription.change', payload } }
}

const endWish = ({ draft, subscription: { stripeId: subscriptionStripeId } }: Asked): Wished => {
  const kind = 'subscription.cancel'
  const { when, isCredited } = draft
  if (when === 'now') return { is: 'wish', wish: { kind, payload: { subscriptionStripeId, when, isCredited } } }
  if (when === 'period-end') return { is: 'wish', wish: { kind, payload: { subscriptionStripeId, when } } }
  const at = dayStart(draft.endsOn)
  return at === null
    ? missing(words.noDay)
    : { is: 'wish', wish: { kind, payload: { subscriptionStripeId, when, at } } }
}

const WISHES: Readonly<Record<Mode, (asked: Asked) => Wished>> = {
  change: changeWish,
  end: endWish,
  pause: ({ draft: { behavior, resumesOn }, subscription: { stripeId: subscriptionStripeId } }) => ({
    is: 'wish',
    wish: {
      kind: 'subscription.pause',
      payload: { subscriptionStripeId, behavior, resumesAt: dayStart(resumesOn) },
    },
  }),
  resume: ({ draft: { from }, subscription: { stripeId: subscriptionStripeId } }) => ({
    is: 'wish',
    wish: { kind: 'subscription.resume', payload: { subscriptionStripeId, from } },
  }),
}

/** What the form asks for, or what is missing. */
export const wishOf = (asked: Asked): Wished => WISHES[asked.draft.mode](asked)

const LEAST_WORDS = 3

export const hasWords = ({ words: text }: Pick<ChangeDraft, 'words'>): boolean => text.trim().length >= LEAST_WORDS

/** What can be taken back of it. */
export const stopsOf = ({ pause, cancelAt }: Subscription): readonly ResumePayload['from'][] => [
  ...(pause === null ? [] : (['pause'] as const)),
  ...(cancelAt === null ? [] : (['cancellation'] as const)),
]

export const modesOf = (subscription: Subscription): readonly Mode[] =>
  stopsOf(subscription).length === 0 ? MODES.filter((mode) => mode !== 'resume') : MODES
