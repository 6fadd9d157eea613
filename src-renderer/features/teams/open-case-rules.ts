// Rule: an open case is the latest verdict of one ticket on one team. A proven one is open while its proof lives; one that
// proved nothing stays in sight for as long as a proof would live, since its ticket still waits for an answer.

import type { VerificationLine } from '@countersign/shared/features/teams'

const UNPROVEN_SHOWN_MS = 8 * 3_600_000

const isOpen = ({ liveUntil, strength, at }: VerificationLine, now: number): boolean =>
  strength === 'proven' ? liveUntil !== null && Date.parse(liveUntil) > now : now - Date.parse(at) < UNPROVEN_SHOWN_MS

/** Newest first, as they came. */
export const openCases = (lines: readonly VerificationLine[], nowIso: string): readonly VerificationLine[] => {
  const now = Date.parse(nowIso)
  const seen = new Set<string>()
  return lines
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .filter((line) => {
      const key = JSON.stringify([line.ticket, line.teamId])
      if (seen.has(key)) return false
      seen.add(key)
      return isOpen(line, now)
    })
}
