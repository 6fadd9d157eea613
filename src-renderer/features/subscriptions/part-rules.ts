// Rule: every part of the page is honest for itself: read from Stripe now, kept from before with its time, or failed.

import type { TeamPage } from '@countersign/shared/features/subscriptions'

export type Part<Value> =
  | { state: 'read'; asOf: string; source: 'stripe' | 'kept'; value: Value }
  | { state: 'failed'; code: string; text: string }

export const valueOf = <Value>(part: Part<Value>): Value | undefined => (part.state === 'read' ? part.value : undefined)

export type PartName = 'customer' | 'subscriptions' | 'nextInvoices' | 'invoices' | 'balance'

const NAMES: readonly PartName[] = ['customer', 'subscriptions', 'nextInvoices', 'invoices', 'balance']

const partsOf = (page: TeamPage): readonly Part<unknown>[] => NAMES.map((name) => page[name])

export const failedParts = (page: TeamPage): readonly PartName[] =>
  NAMES.filter((name) => page[name].state === 'failed')

/** The oldest answer on the page: nothing on it is older than this. */
export const oldestAnswer = (page: TeamPage): { readonly asOf: string; readonly isKept: boolean } | undefined =>
  partsOf(page)
    .flatMap((part) => (part.state === 'read' ? [{ asOf: part.asOf, isKept: part.source === 'kept' }] : []))
    .toSorted((first, second) => first.asOf.localeCompare(second.asOf))[0]

/** Stripe knows the customer, and that is all there is. */
export const isBare = (page: TeamPage): boolean =>
  valueOf(page.subscriptions)?.length === 0 &&
  valueOf(page.invoices)?.invoices.length === 0 &&
  valueOf(page.balance)?.entries.length === 0
