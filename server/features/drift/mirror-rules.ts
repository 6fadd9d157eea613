// Rule: the mirror is only ever out of date, never wrong to believe about money, so a difference there is the least dear.
// It is mended by reading the object again.

import type { DriftSide } from '@countersign/shared/features/drift'
import type { Found } from './finding-rules.ts'

export interface MirrorFacts {
  readonly kind: 'differs' | 'missing' | 'gone'
  readonly resource: 'customers' | 'subscriptions' | 'invoices' | 'codes'
  readonly stripeId: string
  readonly customerStripeId: string | null
  readonly teamId: string | null
  readonly sides: readonly DriftSide[]
}

const NOUNS = { customers: 'customer', subscriptions: 'subscription', invoices: 'invoice', codes: 'code' } as const

const listOf = (words: readonly string[]): string => {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

const explain = ({ kind, resource, sides }: MirrorFacts): string => {
  const noun = NOUNS[resource]
  if (kind === 'missing') return `Stripe has this ${noun}; the mirror doesn’t, so search doesn’t find it.`
  if (kind === 'gone') return `Stripe no longer has this ${noun}; the mirror still shows it.`
  const fields = listOf(sides.map(({ field }) => field))
  return `The mirror shows another ${fields} of this ${noun} than Stripe has now. An event was lost, or not applied.`
}

const previewOf = ({ kind, resource }: MirrorFacts): string =>
  kind === 'gone'
    ? `Reads the ${NOUNS[resource]} from Stripe again; the mirror keeps it as deleted. Nothing changes at Stripe.`
    : `Reads the ${NOUNS[resource]} from Stripe again; the mirror then shows what stands there. Nothing changes at Stripe.`

/** What may only be on its way is suspected until it was looked at again. */
export const foundInMirror = (facts: MirrorFacts): Found => ({
  kind: `mirror.${facts.kind}`,
  severity: 'stale',
  subjectId: facts.stripeId,
  teamId: facts.teamId,
  customerStripeId: facts.customerStripeId,
  explanation: explain(facts),
  heads: { there: 'Stripe', here: 'Mirror' },
  sides: [...facts.sides],
  repair: { kind: 'reread', resource: facts.resource, stripeId: facts.stripeId, words: previewOf(facts) },
  isSuspected: true,
})
