import type { Evidence, Verification } from '@countersign/shared/features/teams'
import type { EvidenceOutcome } from '../../components/EvidenceResult.tsx'
import type { EvidenceRow } from '../../components/EvidenceTable.tsx'
import { timeText } from '../../lib/dates.ts'
import { verify } from '../../messages/verify.ts'

/** A different e-mail is no conflict; another team's id is. */
const outcomeOf = ({ result, field }: Evidence): EvidenceOutcome => {
  if (result === 'case-differs') return 'case'
  if (result !== 'different') return result
  return field === 'email' ? 'other' : 'wrong'
}

export const evidenceRows = ({ evidence, teamId }: Verification): readonly EvidenceRow[] =>
  evidence.map((row, at) => ({
    id: `${at}-${row.objectStripeId}-${row.field}`,
    lookedAt: verify.sources[row.source],
    field: row.field,
    objectId: row.objectStripeId,
    objectName: row.label === '' ? undefined : row.label,
    value: row.value ?? undefined,
    expected: row.result === 'case-differs' ? teamId : undefined,
    outcome: outcomeOf(row),
  }))

/** The evidence as text, for a colleague. It names what was found, so it is not for the requester. */
export const evidenceText = (verification: Verification): string => {
  const { strength, teamId, ticket, reason, wayOut, evidence, notices, at, staffName, id } = verification
  const { head, line, asked } = verify.evidenceText
  return [
    head(verify.strengths[strength], teamId, ticket),
    reason,
    ...evidence.map((row) => line(row)),
    ...notices,
    wayOut,
    asked(timeText(at), staffName, id),
  ].join('\n')
}
