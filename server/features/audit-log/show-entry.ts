import type { AuditEntry } from '@countersign/shared/features/audit'
import { toIso } from '@countersign/shared/times'
import { parseDetails } from './parse-details.ts'
import type { NamedEntry } from './store.ts'

/** Whose name was erased goes by their id; a part of the companion goes by its own. */
const actorName = (row: NamedEntry): string => row.actorName ?? row.actorId.replace(/^system:/, '')

/** The entry as the screen gets it. */
export const showEntry = (row: NamedEntry): AuditEntry => ({
  sequence: row.sequence,
  id: row.id,
  at: toIso(row.at),
  actor: { kind: row.actorKind, id: row.actorId, name: actorName(row), device: row.device },
  action: row.action,
  outcome: row.outcome,
  subject: { kind: row.subjectKind, id: row.subjectId, name: row.subjectName },
  ticket: row.ticket,
  reason: row.reason,
  requestId: row.requestId,
  details: parseDetails(row.details),
  hash: row.hash,
  previousHash: row.previousHash,
})
