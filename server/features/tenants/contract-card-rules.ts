// What an approver reads of a contract: whose, under which reference, which plan with which limits, and from when until when;
// of a change what each was before. What takes something away is said as a warning.

import type {
  ChangeContract,
  ChangeContractFacts,
  StartContract,
  StartContractFacts,
} from '@countersign/shared/features/contracts'
import { DAY_MS, momentWords, toIso } from '@countersign/shared/times'
import { contractWords } from './contract-rules.ts'

const KIND_WORDS: Readonly<Record<StartContract['kind'], string>> = {
  wire: 'Wire transfer',
  marketplace: 'Marketplace',
  prepaid: 'Prepaid',
}

const line = (label: string, after: string, before: string | null = null) => ({ label, before, after })

/** Always in the same order. */
export const limitWords = (limits: Readonly<Record<string, number>>): string => {
  const words = Object.entries(limits)
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([name, count]) => `${name} ${count}`)
  return words.length === 0 ? 'none: everything is unlimited' : words.join(', ')
}

const dayCount = (days: number): string => {
  if (days === 0) return 'not at all'
  return days === 1 ? '1 day' : `${days} days`
}

const NONE = 'none'

const OUTSIDE = 'It is paid outside of Stripe: nobody but the approver says that the money comes.'

export const startCard = (payload: StartContract, facts: StartContractFacts) => ({
  title: `Contract for team ${payload.teamId}: ${contractWords({ ...payload, planName: facts.planName })}`,
  lines: [
    line('Team', payload.teamId),
    line('Paid by', KIND_WORDS[payload.kind]),
    line('Reference', payload.reference),
    line('Plan', facts.planName),
    line('Limits', limitWords(facts.limits)),
    line('Begins', momentWords(payload.startsAt)),
    line('Ends', momentWords(payload.endsAt)),
    line('Served after its end', dayCount(payload.graceDays)),
    line('Support', payload.support ?? NONE),
    line('Tenant now', facts.tenantState ?? NONE),
    ...(payload.adminEmail === null ? [] : [line('First administrator', payload.adminEmail)]),
  ],
  history: [],
  warnings: [OUTSIDE, ...facts.others.map((other) => `The team has another contract: ${other}`)],
  customerReceives: `A tenant of the plan “${facts.planName}”.`,
})

const changed = (label: string, before: string, after: string) => line(label, after, before === after ? null : before)

type Span = Pick<ChangeContract, 'startsAt' | 'endsAt' | 'graceDays'>

const servedUntil = ({ endsAt, graceDays }: Span): number => Date.parse(endsAt) + graceDays * DAY_MS

const UNLESS = 'unless something else pays'

const spanWarnings = (after: Span, before: Span): string[] => {
  const [starts, ends] = [Date.parse(after.startsAt), Date.parse(after.endsAt)]
  if (ends <= starts) return [`It is taken back and never counts: the tenant is suspended, ${UNLESS}.`]
  const until = servedUntil(after)
  const startsAt = momentWords(after.startsAt)
  return [
    ...(starts > Date.parse(before.startsAt)
      ? [`It doesn’t count before ${startsAt}: until then the tenant is suspended, ${UNLESS}.`]
      : []),
    ...(until < servedUntil(before)
      ? [`The tenant is suspended from ${momentWords(toIso(until))} on, ${UNLESS}.`]
      : []),
  ]
}

const warningsOf = (payload: ChangeContract, { before, limits }: ChangeContractFacts): string[] => {
  const lowered = Object.entries(limits).filter(([name, count]) => count < (before.limits[name] ?? Number.MAX_VALUE))
  return [
    ...spanWarnings(payload, before),
    ...(lowered.length === 0 ? [] : [`Lower limits: ${lowered.map(([name]) => name).join(', ')}.`]),
  ]
}

export const changeCard = (payload: ChangeContract, facts: ChangeContractFacts) => {
  const { before, planName, limits } = facts
  return {
    title: `Change the contract of team ${facts.teamId}: ${contractWords({ ...facts, planName: before.planName })}`,
    lines: [
      line('Team', facts.teamId),
      line('Reference', facts.reference),
      changed('Plan', before.planName, planName),
      changed('Limits', limitWords(before.limits), limitWords(limits)),
      changed('Begins', momentWords(before.startsAt), momentWords(payload.startsAt)),
      changed('Ends', momentWords(before.endsAt), momentWords(payload.endsAt)),
      changed('Served after its end', dayCount(before.graceDays), dayCount(payload.graceDays)),
      changed('Support', before.support ?? NONE, payload.support ?? NONE),
    ],
    history: [],
    warnings: warningsOf(payload, facts),
    customerReceives: null,
  }
}
