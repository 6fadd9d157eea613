// Rule: every entry on a customer's balance that isn't Stripe's own doing was asked for here, and names its request; and what
// was done here stands there. Entries of the last thirty days are looked at.

import { type Money, moneyText } from '@countersign/shared/money'
import { dayWords } from '@countersign/shared/times'
import type { Found } from './finding-rules.ts'

export interface EntryFacts {
  readonly stripeId: string
  readonly amount: Money
  /** Stripe's word for what made it. */
  readonly kind: string
  readonly description: string | null
  readonly at: string
  /** The request that its metadata names. */
  readonly requestId: string | null
}

export interface DoneEntry {
  readonly stripeId: string
  readonly requestId: string
  readonly title: string
}

interface Whose {
  readonly customerStripeId: string
  readonly teamId: string | null
}

/** Stripe's other kinds come with an invoice, a credit note or a payment. */
const BY_HAND = new Set(['adjustment', 'initial'])

const HEADS = { there: 'Stripe', here: 'Our requests' }

const foundByHand = ({ customerStripeId, teamId }: Whose, entry: EntryFacts): Found => {
  const { stripeId, amount, at, description, requestId } = entry
  const isCredit = amount.amount < 0
  const words = `${moneyText({ ...amount, amount: Math.abs(amount.amount) })} were ${
    isCredit ? 'credited to' : 'charged to'
  } this customer’s balance on ${dayWords(at)}`
  const why =
    requestId === null
      ? 'and the entry names no request: somebody with Stripe’s dashboard or another key made it.'
      : `and the entry names the request ${requestId}, which the desk doesn’t know.`
  return {
    kind: 'credit.unexplained',
    severity: 'money',
    subjectId: stripeId,
    teamId,
    customerStripeId,
    explanation: `${words}${description === null ? '' : ` (“${description}”)`}, ${why}`,
    heads: HEADS,
    sides: [{ field: `entry of ${dayWords(at)}`, there: moneyText(amount), here: null }],
    repair: {
      kind: 'form',
      form: isCredit ? 'reversal' : 'credit',
      customerStripeId,
      subscriptionStripeId: null,
      creditStripeId: isCredit ? stripeId : null,
      words: `Prepares ${isCredit ? 'the reversal of this entry' : 'a credit'} as a request, which an approver decides. If the entry is meant, accept it with the reason.`,
    },
  }
}

const foundMissing = ({ customerStripeId, teamId }: Whose, { stripeId, requestId, title }: DoneEntry): Found => ({
  kind: 'credit.missing',
  severity: 'money',
  subjectId: stripeId,
  teamId,
  customerStripeId,
  explanation: `“${title}” was carried out and made the entry ${stripeId}; Stripe doesn’t have it on this customer’s balance.`,
  heads: HEADS,
  sides: [{ field: 'entry', there: null, here: `${stripeId} of ${requestId}` }],
  repair: {
    kind: 'form',
    form: 'credit',
    customerStripeId,
    subscriptionStripeId: null,
    creditStripeId: null,
    words: 'Prepares a credit in its place as a request, which an approver decides.',
  },
})

export interface BalanceFacts extends Whose {
  readonly entries: readonly EntryFacts[]
  /** Of the requests that the entries name, those that the desk knows. */
  readonly knownRequests: ReadonlySet<string>
  readonly done: readonly DoneEntry[]
}

export const foundOnBalance = ({ entries, knownRequests, done, ...whose }: BalanceFacts): Found[] => {
  const there = new Set(entries.map(({ stripeId }) => stripeId))
  const unexplained = entries.filter(
    ({ kind, requestId }) => BY_HAND.has(kind) && (requestId === null || !knownRequests.has(requestId)),
  )
  return [
    ...unexplained.map((entry) => foundByHand(whose, entry)),
    ...done.filter(({ stripeId }) => !there.has(stripeId)).map((entry) => foundMissing(whose, entry)),
  ]
}
