// Rule: a case is one ticket in work. The first verdict that Stripe answered opens it; what is asked for on the ticket
// rests on a live proof made for it since it was last closed. A new proof reopens a closed case, and so does the finding
// that Stripe doesn't know the team, on which a shared code may rest; no other verdict does. What the case shows of its
// team is its newest verdict, but a verdict on another team doesn't cover a proof that still lives.

import type { CaseStrength } from '@countersign/shared/features/cases'
import type { Strength } from '@countersign/shared/features/teams'

export interface CaseStanding {
  readonly teamId: string
  readonly strength: CaseStrength
  readonly closedAt: number | null
}

export interface Verdict {
  readonly teamId: string
  readonly strength: Strength
}

/** What something can be asked for on. */
const REOPENING: ReadonlySet<Strength> = new Set<Strength>(['proven', 'unknown'])

export type CaseMove = 'open' | 'reopen' | 'follow' | 'keep'

/** What a verdict does to the case of its ticket. `hasLiveProof`: another proof of the ticket lives. */
export const caseMove = (standing: CaseStanding | undefined, verdict: Verdict, hasLiveProof: boolean): CaseMove => {
  if (verdict.strength === 'unverified') return 'keep'
  if (!standing) return 'open'
  if (standing.closedAt !== null) return REOPENING.has(verdict.strength) ? 'reopen' : 'keep'
  const isCovering = verdict.strength === 'proven' || verdict.teamId === standing.teamId || !hasLiveProof
  return isCovering ? 'follow' : 'keep'
}

export type ProofFault = 'no-case' | 'closed' | 'no-proof'

export interface CaseLife {
  readonly liveFrom: number
  readonly closedAt: number | null
}

/** Why nothing about money can be asked for; null when it can. `provenAt`: of the newest live proof of the ticket. */
export const proofFault = (life: CaseLife | undefined, provenAt: number | null): ProofFault | null => {
  if (!life) return 'no-case'
  if (life.closedAt !== null) return 'closed'
  return provenAt !== null && provenAt >= life.liveFrom ? null : 'no-proof'
}
