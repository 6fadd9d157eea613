// Rule: the customer reads why there is a credit: in the words that were written for it, else the reason, the days that it
// makes good, and the ticket that they know.

import type { CreditPayload } from '@countersign/shared/features/credits'
import { periodWords } from './credit-mark-rules.ts'

export interface CreditTextFacts {
  readonly reasonLabel: string
  readonly ticket: string | null
}

/** Stripe's limit for a description. */
const LONGEST = 350

export const creditText = (
  { reasonWords, period, customerText }: CreditPayload,
  { reasonLabel, ticket }: CreditTextFacts,
): string => {
  if (customerText !== null) return customerText
  const days = period ? `, ${periodWords(period)}` : ''
  const text = `${reasonWords ?? reasonLabel}${days}${ticket ? ` (${ticket})` : ''}`
  return text.slice(0, LONGEST)
}
