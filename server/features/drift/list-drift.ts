import type { DriftFinding, DriftList, DriftSaid, DriftWish } from '@countersign/shared/features/drift'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { findFinding, type FindingFilter, type FindingRow, listFindings } from './store.ts'

const PAGE = 100

const STATES: Record<DriftWish['show'], FindingFilter['states']> = {
  open: ['open'],
  severe: ['open'],
  accepted: ['accepted'],
  over: ['repaired', 'gone'],
}

const isoOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

const acceptedOf = ({ acceptedBy: by, acceptedReason: reason, acceptedUntil: until }: FindingRow) =>
  by === null || reason === null || until === null ? null : { by, reason, until: toIso(until) }

const findingOf = (row: FindingRow): DriftFinding[] => {
  const { state } = row
  if (state === 'suspected') return []
  return [
    {
      ...(JSON.parse(row.said) as DriftSaid),
      id: row.id,
      kind: row.kind,
      source: row.source,
      severity: row.severity,
      state,
      subjectId: row.subjectId,
      teamId: row.teamId,
      customerStripeId: row.customerStripeId,
      firstSeenAt: toIso(row.firstSeenAt),
      lastSeenAt: toIso(row.lastSeenAt),
      endedAt: isoOrNull(row.endedAt),
      accepted: acceptedOf(row),
      repairAskedAt: isoOrNull(row.repairAskedAt),
    },
  ]
}

/** A page of the findings, what costs most first and of that the newest. */
export const listDrift = async ({ db }: Pick<Kernel, 'db'>, { show, kind, cursor }: DriftWish): Promise<DriftList> => {
  const last = cursor ? await findFinding(db, cursor) : undefined
  const rows = await listFindings(db, {
    states: STATES[show],
    isSevere: show === 'severe',
    kind: kind ?? null,
    after: last ?? null,
    limit: PAGE + 1,
  })
  const findings = rows.slice(0, PAGE).flatMap(findingOf)
  return { findings, nextCursor: rows.length > PAGE ? (findings.at(-1)?.id ?? null) : null }
}
