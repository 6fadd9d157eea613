// Rule: a purchase link can be made once it has a plan of the customer's currency and a whole quantity. The list price is
// multiplied, never typed; what is charged first is Stripe's own to say.

import { type Buyer, MOST_LINK_QUANTITY, type PurchaseLinkInput } from '@countersign/shared/features/links'
import type { Offer } from '@countersign/shared/features/subscription-work'
import { type Money, scaleAmount } from '@countersign/shared/money'
import { moneyText } from '../../lib/money.ts'
import { links as words } from '../../messages/links.ts'

export interface LinkDraft {
  readonly priceStripeId: string | null
  readonly quantity: string
  /** Of a buyer whom Stripe doesn't know yet. */
  readonly email: string
}

export const EMPTY_DRAFT: LinkDraft = { priceStripeId: null, quantity: '1', email: '' }

/** null for anything but a whole number within the bounds. */
export const readQuantity = (text: string): number | null => {
  const count = /^\d{1,6}$/.test(text.trim()) ? Number(text) : 0
  return count >= 1 && count <= MOST_LINK_QUANTITY ? count : null
}

/** As far as a form can tell; the companion judges it. */
export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+[.][^\s@]+$/.test(text.trim())

const periodOf = ({ interval, intervalCount }: Offer): string =>
  intervalCount === 1 ? interval : `${intervalCount} ${interval}s`

export const offersIn = (offers: readonly Offer[], currency: string | null): readonly Offer[] =>
  offers.filter(({ unitAmount }) => currency === null || unitAmount.currency === currency)

const nameOf = (offer: Offer): string => words.planText(offer.name, moneyText(offer.unitAmount), periodOf(offer))

/** Each plan by name and price; two that read the same by their id too. */
export const planChoices = (offers: readonly Offer[]): { readonly value: string; readonly label: string }[] => {
  const alike = Map.groupBy(offers, nameOf)
  return offers.map((offer) => {
    const label = nameOf(offer)
    const isAlone = alike.get(label)?.length === 1
    return { value: offer.priceStripeId, label: isAlone ? label : `${label} (${offer.priceStripeId})` }
  })
}

export interface ListPrice {
  readonly offer: Offer
  readonly period: string
  readonly quantity: number
  readonly perPeriod: Money
}

/** What the catalogue asks for it each period; null while the form doesn't say it. */
export const listPriceOf = (draft: LinkDraft, offers: readonly Offer[]): ListPrice | null => {
  const offer = offers.find(({ priceStripeId }) => priceStripeId === draft.priceStripeId)
  const quantity = readQuantity(draft.quantity)
  if (!offer || quantity === null) return null
  const amount = scaleAmount(offer.unitAmount.amount, quantity, 1)
  if (amount === null) return null
  return { offer, period: periodOf(offer), quantity, perPeriod: { ...offer.unitAmount, amount } }
}

/** For whom, before the form says how they are reached. */
export type LinkSubject =
  | { readonly kind: 'proven'; readonly customerStripeId: string }
  | { readonly kind: 'unknown'; readonly teamId: Extract<Buyer, { kind: 'unknown' }>['teamId'] }

export const buyerOf = (subject: LinkSubject, email: string): Buyer =>
  subject.kind === 'proven' ? subject : { ...subject, email: email.trim() === '' ? null : email.trim() }

/** null while something is missing. */
export const wishOf = (
  draft: LinkDraft,
  { subject, ticket }: { readonly subject: LinkSubject; readonly ticket: string | null },
): Omit<PurchaseLinkInput, 'requestKey'> | null => {
  const { priceStripeId } = draft
  const quantity = readQuantity(draft.quantity)
  if (ticket === null || priceStripeId === null || quantity === null) return null
  return { ticket, buyer: buyerOf(subject, draft.email), priceStripeId, quantity }
}

/** Why it can't be made yet; undefined when it can. */
export const missingIn = (draft: LinkDraft, hasProof: boolean): string | undefined => {
  const { missing } = words
  const checks: ReadonlyArray<readonly [boolean, string]> = [
    [hasProof, missing.proof],
    [draft.priceStripeId !== null, missing.plan],
    [readQuantity(draft.quantity) !== null, missing.quantity],
    [draft.email.trim() === '' || isEmail(draft.email), missing.email],
  ]
  return checks.find(([isThere]) => !isThere)?.[1]
}
