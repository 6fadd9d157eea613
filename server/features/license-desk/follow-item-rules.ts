// A license follows its item: seats and terms are the plan's as they stand now, so that a larger quantity or plan counts at
// once. A plan that can't be read keeps the last good terms, and says so; one that licenses nothing ends the license.

import type { BillingFacts } from '@countersign/shared/features/license-facts'
import { seatsOf, type SoldPlan } from './sale-rules.ts'

export type Reading =
  | { readonly is: 'none' }
  | { readonly is: 'unclear'; readonly faults: readonly string[] }
  | { readonly is: 'plan'; readonly plan: SoldPlan }

export interface Followed {
  readonly teamId: string
  readonly product: string
  readonly plan: string
  readonly seats: number
  readonly developmentSeats: number
  /** JSON. */
  readonly terms: string
  /** JSON. */
  readonly facts: string | null
  readonly problem: string | null
}

export interface ItemWord {
  readonly teamId: string | null
  readonly quantity: number | null
  /** null: it was taken off. */
  readonly reading: Reading | null
  readonly facts: BillingFacts
}

/** The license as it stands after the word; the same values where nothing moved. */
export const followItem = (kept: Followed, { teamId, quantity, reading, facts }: ItemWord): Followed => {
  const told = { teamId: teamId ?? kept.teamId, facts: JSON.stringify(facts) }
  const { product, plan, seats, developmentSeats, terms } = kept
  const same = { product, plan, seats, developmentSeats, terms, ...told }
  if (reading?.is === 'unclear') return { ...same, problem: reading.faults.join(' ') }
  if (reading?.is !== 'plan') return { ...same, problem: null }
  const { plan: sold } = reading
  return {
    ...told,
    ...seatsOf(sold, quantity),
    product: sold.product,
    plan: sold.plan,
    terms: JSON.stringify(sold.terms),
    problem: null,
  }
}

const SAID = [
  ['plan', (before, after) => `The plan is ${after.plan}, it was ${before.plan}.`],
  ['seats', (before, after) => `${after.seats} instances are paid, it were ${before.seats}.`],
  [
    'developmentSeats',
    (before, after) => `${after.developmentSeats} development instances are paid, it were ${before.developmentSeats}.`,
  ],
  ['terms', () => 'What the plan grants changed.'],
  ['teamId', (before, after) => `It belongs to team ${after.teamId}, it was ${before.teamId}.`],
  [
    'problem',
    (_before, { problem }) => (problem === null ? 'The plan can be read again.' : `The plan can’t be read: ${problem}`),
  ],
  ['facts', () => 'Stripe says something else of what it stands on.'],
] as const satisfies ReadonlyArray<readonly [keyof Followed, (before: Followed, after: Followed) => string]>

/** What moved, a sentence each. */
export const sayMoved = (before: Followed, after: Followed): string[] =>
  SAID.flatMap(([key, say]) => (before[key] === after[key] ? [] : [say(before, after)]))
