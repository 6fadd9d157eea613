// Rule: the first line of a team's page says what is proven now, for which ticket, and what is not. A live proof comes
// first, even where it is another ticket's; else the newest verdict on the link's ticket, as long as a proof would live;
// else a proof that ended; else that no ticket is open.

import type { VerificationLine } from '@countersign/shared/features/teams'
import { HOUR_MS } from '@countersign/shared/times'
import { leftText } from '../../lib/dates.ts'

export type Proof =
  | { readonly kind: 'live'; readonly line: VerificationLine; readonly left: string; readonly isEndingSoon: boolean }
  | { readonly kind: 'verdict'; readonly line: VerificationLine }
  | { readonly kind: 'ended'; readonly line: VerificationLine }
  | { readonly kind: 'none' }

const SOON_MS = 15 * 60_000
const VERDICT_SHOWN_MS = 8 * HOUR_MS

const isLive = ({ strength, liveUntil }: VerificationLine, now: string): boolean =>
  strength === 'proven' && liveUntil !== null && liveUntil > now

const liveProof = (line: VerificationLine, now: string): Proof => ({
  kind: 'live',
  line,
  left: leftText(line.liveUntil ?? now, now) ?? '',
  isEndingSoon: Date.parse(line.liveUntil ?? now) - Date.parse(now) < SOON_MS,
})

export interface ProofFacts {
  /** The proof on which the companion would let this customer be changed. */
  readonly proof: VerificationLine | null
  /** Every verdict on the team, newest first. */
  readonly lines: readonly VerificationLine[]
  /** The ticket that the link names. */
  readonly ticket: string | undefined
}

const latestVerdict = ({ lines, ticket }: ProofFacts, now: string): VerificationLine | undefined =>
  lines
    .filter((line) => ticket === undefined || line.ticket === ticket)
    .find(({ strength, at }) => strength !== 'proven' && Date.parse(now) - Date.parse(at) < VERDICT_SHOWN_MS)

export const proofOf = (facts: ProofFacts, now: string): Proof => {
  const { proof, lines } = facts
  if (proof && isLive(proof, now)) return liveProof(proof, now)
  const verdict = latestVerdict(facts, now)
  if (verdict) return { kind: 'verdict', line: verdict }
  const ended = lines.find(({ strength }) => strength === 'proven') ?? proof
  return ended ? { kind: 'ended', line: ended } : { kind: 'none' }
}
