// Rule: the card of a cancellation says when it ends, what becomes of time that was paid, and what will not be billed.

import type { CardLine } from '@countersign/shared/features/approvals'
import type { CancelFacts, CancelPayload, Standing, UnusedCredit } from '@countersign/shared/features/subscription-work'
import { moneyText } from '@countersign/shared/money'
import { dayWords, momentWords } from '@countersign/shared/times'
import { endWords, standingLines, standingWarnings } from './standing-rules.ts'

const periodEnd = ({ items }: Standing): string | null => items.map((item) => item.periodEndsAt).toSorted()[0] ?? null

export const endsWords = (payload: CancelPayload, standing: Standing): string => {
  if (payload.when === 'now') return 'ends at once'
  if (payload.when === 'at') return `ends on ${momentWords(payload.at)}`
  const end = periodEnd(standing)
  return end === null ? 'ends with its period' : `ends on ${dayWords(end)}, with its period`
}

const unusedLines = (unused: UnusedCredit, countedAt: string): CardLine[] => {
  if (unused.by === 'nobody') return [{ label: 'Unused time', before: null, after: `nothing: ${unused.words}` }]
  return [
    { label: 'Unused time becomes credit', before: null, after: moneyText(unused.amount) },
    { label: 'Counted at', before: null, after: momentWords(countedAt) },
    ...unused.arithmetic.map((text) => ({ label: 'Paid and unused', before: null, after: text })),
    ...(unused.by === 'credit'
      ? [{ label: 'Stripe’s own proration', before: null, after: `${moneyText(unused.wouldBe)}: not used` }]
      : []),
  ]
}

export const cancelLines = (payload: CancelPayload, facts: CancelFacts): CardLine[] => {
  const { standing, nextBefore, unused, countedAt } = facts
  const next = nextBefore === null ? 'none' : moneyText(nextBefore.total)
  return [
    ...standingLines(standing),
    { label: 'End', before: endWords(standing), after: endsWords(payload, standing) },
    ...(payload.when === 'at' ? [] : [{ label: 'Next renewal', before: next, after: 'none' }]),
    ...(payload.when === 'now' && payload.isCredited ? unusedLines(unused, countedAt) : []),
  ]
}

const creditWarnings = (unused: UnusedCredit): string[] => {
  if (unused.by === 'nobody') return [`No credit is given: ${unused.words}`]
  const shrinks = 'Unused time is counted to the second it ends: the credit shrinks until then.'
  if (unused.by === 'stripe') return [shrinks]
  const more = `Stripe would give ${moneyText(unused.wouldBe)} back, more than was paid for that time.`
  return [shrinks, `${more} A credit of what was paid is given instead.`]
}

/** A day within a period that was paid: Stripe gives nothing back for what follows it. */
const isWithinPaid = (payload: CancelPayload, standing: Standing): boolean => {
  const end = periodEnd(standing)
  return payload.when === 'at' && end !== null && Date.parse(payload.at) < Date.parse(end)
}

export const cancelWarnings = (payload: CancelPayload, { standing, unused }: CancelFacts): string[] => [
  ...standingWarnings(standing),
  ...(payload.when === 'now'
    ? ['An ended subscription can’t be started again; the team is no longer served by it.']
    : []),
  ...(payload.when === 'now' && payload.isCredited ? creditWarnings(unused) : []),
  ...(isWithinPaid(payload, standing) ? ['What follows that day in the running period is not given back.'] : []),
  ...(payload.when === 'now' && !payload.isCredited ? ['Unused time that was paid is not given back.'] : []),
]

export const cancelReceives = (payload: CancelPayload, { standing, unused }: CancelFacts): string => {
  const end = `The subscription ${endsWords(payload, standing)}.`
  if (payload.when !== 'now' || !payload.isCredited || unused.by === 'nobody') return end
  return `${end} Account credit of ${moneyText(unused.amount)} for unused time.`
}
