// What a license stands on, as Stripe says it at one moment, in the words that its state is computed from.

import type { BillingFacts } from '@countersign/shared/features/license-facts'

export interface SubscriptionWord {
  readonly status: string
  readonly awaitsFirstPayment: boolean
  readonly unpaidSince: string | null
  readonly cancelAt: string | null
  readonly endedAt: string | null
}

export const factsOfSubscription = (
  { status, awaitsFirstPayment, unpaidSince, cancelAt, endedAt }: SubscriptionWord,
  isItemGone: boolean,
): BillingFacts => ({
  from: 'subscription',
  status,
  awaitsFirstPayment,
  unpaidSince,
  cancelAt,
  endedAt,
  isItemGone,
})

type InvoiceStatus = Exclude<Extract<BillingFacts, { from: 'invoice' }>['status'], 'gone'>

/** null: Stripe knows no such invoice any more. */
export const factsOfInvoice = (
  invoice: { readonly status: InvoiceStatus; readonly paidAt: string | null } | null,
): BillingFacts => ({ from: 'invoice', status: invoice?.status ?? 'gone', paidAt: invoice?.paidAt ?? null })

const firstOf = (metadata: Readonly<Record<string, string>>, keys: readonly string[]): string | null => {
  const texts = keys.map((key) => (Object.hasOwn(metadata, key) ? (metadata[key]?.trim() ?? '') : ''))
  return texts.find((text) => text !== '') ?? null
}

/** Whose it is: the thing's own metadata goes before its customer's. */
export const teamOf = (
  own: Readonly<Record<string, string>>,
  ofCustomer: Readonly<Record<string, string>>,
  teamKeys: readonly string[],
): string | null => firstOf(own, teamKeys) ?? firstOf(ofCustomer, teamKeys)
