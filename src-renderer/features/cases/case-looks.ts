import type { CaseLine } from '@countersign/shared/features/cases'
import type { ProofState } from '../../messages/proof.ts'
import { leftText } from '../../lib/dates.ts'
import { cases as words } from '../../messages/cases.ts'
import { proof } from '../../messages/proof.ts'

export interface CaseProof {
  readonly state: ProofState
  /** "proven, 7 h 59 min", "weak, read-only", "proof ended", "closed" */
  readonly text: string
  readonly left: string | undefined
}

/** What is proven for the ticket now. A proof that ended proves nothing, whatever the newest verdict was. */
export const caseProof = ({ strength, provenUntil, closedAt }: CaseLine, now: string): CaseProof => {
  if (closedAt !== null) return { state: 'none', text: words.closed.toLowerCase(), left: undefined }
  const left = provenUntil === null ? undefined : leftText(provenUntil, now)
  if (left !== undefined) return { state: 'proven', text: words.side.proven(left), left }
  if (strength === 'proven') return { state: 'none', text: words.proof.endedWord, left: undefined }
  return { state: strength, text: words.side.readOnly(proof.words[strength].toLowerCase()), left: undefined }
}

/** "1 waits for an approver, 2 are under way"; undefined where nothing waits. */
export const waitsText = ({ waits }: CaseLine): string | undefined => {
  const parts = (['forPerson', 'forApprover', 'underWay'] as const).flatMap((lane) =>
    waits[lane] === 0 ? [] : [words.waits[lane](waits[lane])],
  )
  return parts.length === 0 ? undefined : parts.join(', ')
}

export const openCount = ({ waits }: CaseLine): number => waits.forApprover + waits.underWay + waits.forPerson

export const caseName = ({ customerName, teamId }: CaseLine): string => customerName ?? teamId
