// Rule: a credit for days that may have been made good already is asked for only where each of those gifts was ticked and a
// reason given. One that turns up between word and deed makes the request stale: nobody has accepted it.

import type { CreditPayload, Overlap } from '@countersign/shared/features/credits'

/** What overlaps and wasn't ticked. */
export const unaccepted = ({ accepted }: CreditPayload, overlaps: readonly Overlap[]): Overlap[] =>
  overlaps.filter(({ subjectId }) => !accepted?.overlaps.includes(subjectId))
