/** Written in the transaction of the work, unchained; insert-only (triggers refuse update and delete). */
export interface AuditEntryTable {
  id: string
  at: number
  actorKind: 'staff' | 'system'
  actorId: string
  device: string | null
  action: string
  outcome: 'done' | 'refused'
  subjectKind: string
  subjectId: string
  ticket: string | null
  reason: string | null
  requestId: string | null
  /** Canonical JSON; personal values only as salted hashes. */
  details: string
}

/** The chain: one row per sealed entry, insert-only. */
export interface AuditSealTable {
  sequence: number
  entryId: string
  previousHash: string
  hash: string
  sealedAt: number
}

export interface AuditCheckpointTable {
  sequence: number
  hash: string
  at: number
  keyId: string
  signature: string
}

/** Erasable: the personal value behind a salted hash in an entry. */
export interface AuditPersonalTable {
  entryId: string
  field: string
  salt: string
  value: string
}

export interface AuditTables {
  auditEntry: AuditEntryTable
  auditSeal: AuditSealTable
  auditCheckpoint: AuditCheckpointTable
  auditPersonal: AuditPersonalTable
}
