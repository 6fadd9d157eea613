// How a contract outside of Stripe stands: from its first moment to its last it is active; after its end it is still served,
// flagged, for the days that it names, and then ended. One that was taken back before it began never counted.

import { DAY_MS, dayWords, toIso } from '@countersign/shared/times'
import type { Standing } from './standing-rules.ts'

export interface ContractFacts {
  readonly id: string
  readonly kind: 'wire' | 'marketplace' | 'prepaid'
  readonly reference: string
  readonly planName: string
  readonly limits: Readonly<Record<string, number>>
  readonly startsAt: number
  readonly endsAt: number
  readonly graceDays: number
  readonly tenantName: string | null
  readonly adminEmail: string | null
  readonly createdAt: number
}

type Verdict = Pick<Standing, 'state' | 'reason' | 'changesAt'>

const KINDS: Readonly<Record<ContractFacts['kind'], string>> = {
  wire: 'by wire transfer',
  marketplace: 'through a marketplace',
  prepaid: 'prepaid',
}

const day = (at: number): string => dayWords(toIso(at))

/** As people find it again: what, how, and under which reference. */
export const contractWords = ({ planName, kind, reference }: Pick<ContractFacts, 'planName' | 'kind' | 'reference'>) =>
  `“${planName}” ${KINDS[kind]} (${reference})`

const verdictOf = (contract: ContractFacts, now: number): Verdict => {
  const { startsAt, endsAt, graceDays } = contract
  const what = contractWords(contract)
  const servedUntil = endsAt + graceDays * DAY_MS
  if (now < startsAt) return { state: 'coming', reason: `${what} begins on ${day(startsAt)}.`, changesAt: startsAt }
  if (now < endsAt) return { state: 'active', reason: `${what} runs until ${day(endsAt)}.`, changesAt: endsAt }
  const ended = `${what} ended on ${day(endsAt)}`
  if (now >= servedUntil) return { state: 'ended', reason: `${ended}.`, changesAt: null }
  const reason = `${ended}; suspended on ${day(servedUntil)} unless it goes on.`
  return { state: 'flagged', reason, changesAt: servedUntil }
}

export const contractStanding = (contract: ContractFacts, now: number): Standing | null => {
  if (contract.endsAt <= contract.startsAt) return null
  const { id, limits, tenantName, adminEmail, createdAt } = contract
  return {
    backend: 'contract',
    agreementId: id,
    customerStripeId: null,
    createdAt: toIso(createdAt),
    profile: { name: tenantName, description: null, adminUser: null, adminEmail },
    plans: [{ limits: new Map(Object.entries(limits)), unread: [], faults: [] }],
    faults: [],
    ...verdictOf(contract, now),
  }
}
