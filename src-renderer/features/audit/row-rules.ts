// Rule: the newest entry first; a signed checkpoint stands above the newest entry that it covers.

import type { AuditCheckpoint, AuditEntry } from '@countersign/shared/features/audit'

export type AuditRow =
  | { readonly kind: 'entry'; readonly entry: AuditEntry }
  | { readonly kind: 'checkpoint'; readonly checkpoint: AuditCheckpoint }

export const rowIdOf = (row: AuditRow): string =>
  row.kind === 'entry' ? row.entry.id : `checkpoint-${row.checkpoint.sequence}`

const uniqueNewestFirst = (checkpoints: readonly AuditCheckpoint[]): readonly AuditCheckpoint[] =>
  [...new Map(checkpoints.map((checkpoint) => [checkpoint.sequence, checkpoint])).values()].toSorted(
    (first, second) => second.sequence - first.sequence,
  )

export const rowsOf = (
  entries: readonly AuditEntry[],
  checkpoints: readonly AuditCheckpoint[],
): readonly AuditRow[] => {
  const waiting = [...uniqueNewestFirst(checkpoints)]
  return entries.flatMap((entry): readonly AuditRow[] => {
    const { sequence } = entry
    const covered = sequence === null ? 0 : waiting.filter((checkpoint) => checkpoint.sequence >= sequence).length
    const above = waiting.splice(0, covered)
    return [...above.map((checkpoint) => ({ kind: 'checkpoint' as const, checkpoint })), { kind: 'entry', entry }]
  })
}
