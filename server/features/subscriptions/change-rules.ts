// Rule: a change names items that are there and prices that are on offer: active, recurring, one amount per unit, of the
// subscription's currency. All items of one subscription come back in one rhythm; one without items is cancelled instead.
// Prorations are counted from a moment within the running period.

import type { ErrorCode } from '@countersign/shared/errors'
import type {
  ChangePayload,
  ItemWish,
  Offer,
  Standing,
  StandingItem,
  WantedItem,
} from '@countersign/shared/features/subscription-work'

export interface CataloguePrice {
  readonly stripeId: string
  readonly productName: string
  readonly nickname: string | null
  readonly currency: string
  readonly unitAmount: Offer['unitAmount'] | null
  readonly billingScheme: 'per_unit' | 'tiered'
  readonly recurring:
    | (Omit<Offer, 'priceStripeId' | 'name' | 'unitAmount'> & { readonly usage: 'licensed' | 'metered' })
    | null
}

/** What can be chosen: recurring, per unit, not counted by use. */
export const offerOf = (price: CataloguePrice): Offer | null => {
  const { recurring, unitAmount, billingScheme } = price
  if (recurring === null || recurring.usage === 'metered' || unitAmount === null || billingScheme === 'tiered')
    return null
  return {
    priceStripeId: price.stripeId,
    name: price.productName,
    unitAmount,
    interval: recurring.interval,
    intervalCount: recurring.intervalCount,
  }
}

export type Wanted =
  | { readonly is: 'items'; readonly items: WantedItem[] }
  | { readonly is: 'refused'; readonly code: ErrorCode; readonly about?: string }

type Refused = Extract<Wanted, { is: 'refused' }>

const refuse = (code: ErrorCode, about?: string): Refused => ({
  is: 'refused',
  code,
  ...(about === undefined ? {} : { about }),
})

type Sought = { readonly is: 'offer'; readonly offer: Offer } | Refused

const seekOffer = ({ prices, currency }: Catalogue, id: string): Sought => {
  const price = prices.find(({ stripeId }) => stripeId === id)
  if (!price) return refuse('PRICE_NOT_LISTED', id)
  if (price.currency !== currency) return refuse('CURRENCY_DIFFERS', currency)
  const offer = offerOf(price)
  return offer ? { is: 'offer', offer } : refuse('PRICE_UNSUPPORTED', id)
}

const kept = ({
  name,
  priceStripeId,
  unitAmount,
  quantity,
  interval,
  intervalCount,
  ...item
}: StandingItem): WantedItem => ({
  itemStripeId: item.stripeId,
  name,
  priceStripeId,
  unitAmount,
  quantity,
  interval,
  intervalCount,
})

interface Catalogue {
  readonly prices: readonly CataloguePrice[]
  readonly currency: string
}

type UpdateWish = Extract<ItemWish, { kind: 'update' }>

const updated = (wish: UpdateWish, item: StandingItem, catalogue: Catalogue): WantedItem | Refused => {
  if (!item.isPlain) return refuse('PRICE_UNSUPPORTED', item.priceStripeId)
  const quantity = wish.quantity ?? item.quantity
  if (wish.priceStripeId === null || wish.priceStripeId === item.priceStripeId) return { ...kept(item), quantity }
  const sought = seekOffer(catalogue, wish.priceStripeId)
  return sought.is === 'refused' ? sought : { ...sought.offer, itemStripeId: item.stripeId, quantity }
}

const added = (wish: Extract<ItemWish, { kind: 'add' }>, catalogue: Catalogue): WantedItem | Refused => {
  const sought = seekOffer(catalogue, wish.priceStripeId)
  return sought.is === 'refused' ? sought : { ...sought.offer, itemStripeId: null, quantity: wish.quantity }
}

const isRefused = (one: WantedItem | Refused): one is Refused => 'is' in one

const wishFor = (payload: ChangePayload, item: StandingItem) =>
  payload.items.find((wish) => wish.kind !== 'add' && wish.itemStripeId === item.stripeId)

const namesWhatIsThere = (payload: ChangePayload, standing: Standing): boolean => {
  const named = payload.items.flatMap((wish) => (wish.kind === 'add' ? [] : [wish.itemStripeId]))
  return (
    new Set(named).size === named.length && named.every((id) => standing.items.some(({ stripeId }) => stripeId === id))
  )
}

const isSame = (before: readonly StandingItem[], after: readonly WantedItem[]): boolean =>
  before.length === after.length &&
  before.every((item) =>
    after.some(
      (wanted) =>
        wanted.itemStripeId === item.stripeId &&
        wanted.priceStripeId === item.priceStripeId &&
        wanted.quantity === item.quantity,
    ),
  )

const rhythms = (items: readonly WantedItem[]): number =>
  new Set(items.map(({ interval, intervalCount }) => `${intervalCount} ${interval}`)).size

/** The items as they shall be, or why that can't be asked for. */
export const wantedItems = (payload: ChangePayload, standing: Standing, prices: readonly CataloguePrice[]): Wanted => {
  if (!namesWhatIsThere(payload, standing)) return refuse('ITEM_ELSEWHERE')
  const catalogue = { prices, currency: standing.currency }
  const ones = [
    ...standing.items.flatMap((item) => {
      const wish = wishFor(payload, item)
      if (wish?.kind === 'remove') return []
      return [wish?.kind === 'update' ? updated(wish, item, catalogue) : kept(item)]
    }),
    ...payload.items.flatMap((wish) => (wish.kind === 'add' ? [added(wish, catalogue)] : [])),
  ]
  const refused = ones.find(isRefused)
  if (refused) return refused
  const items = ones.filter((one): one is WantedItem => !isRefused(one))
  if (items.length === 0) return refuse('SUBSCRIPTION_EMPTIED')
  if (isSame(standing.items, items)) return refuse('SUBSCRIPTION_UNCHANGED')
  return rhythms(items) > 1 ? refuse('INTERVALS_DIFFER') : { is: 'items', items }
}

/** Whether prorations may be counted from then: a moment of every running period. */
export const isWithinPeriod = (at: string, { items }: Pick<Standing, 'items'>): boolean =>
  items.every((item) => {
    const [moment, start, end] = [at, item.periodStartsAt, item.periodEndsAt].map((iso) => Date.parse(iso))
    return moment !== undefined && start !== undefined && end !== undefined && moment >= start && moment < end
  })

interface StateItem {
  readonly stripeId: string
  readonly priceStripeId: string
  readonly quantity: number | null
}

/** Whether these are the wanted items; one that came is known by its price, since Stripe gives it its id. */
export const isAsWanted = (items: readonly StateItem[], wanted: readonly WantedItem[]): boolean =>
  items.length === wanted.length &&
  wanted.every((want) =>
    items.some(
      (item) =>
        (want.itemStripeId === null || want.itemStripeId === item.stripeId) &&
        item.priceStripeId === want.priceStripeId &&
        item.quantity === want.quantity,
    ),
  )
