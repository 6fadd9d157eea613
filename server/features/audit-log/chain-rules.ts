// The chain: every sealed audit entry carries a sequence, the hash of the entry before it, and its own hash over both
// and all it says. A checkpoint is a signed statement that the chain reached a hash at a sequence.
// Written down for anyone's own verifier in docs/audit.md; a change here is a new version of the format.
import { canonicalJson } from '@countersign/shared/canonical'
import { toIso } from '@countersign/shared/times'

export const EXPORT_FORMAT = 'countersign-audit/1'

/** SHA-256 of the text's UTF-8, in lower-case hex. Handed in, as rules import nothing of the machine. */
export type Digest = (text: string) => string

/** An entry as the database keeps it. */
export interface EntryRow {
  readonly id: string
  readonly at: number
  readonly actorKind: string
  readonly actorId: string
  readonly device: string | null
  readonly action: string
  readonly outcome: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly ticket: string | null
  readonly reason: string | null
  readonly requestId: string | null
  readonly details: string
}

export interface SealRow {
  readonly sequence: number
  readonly entryId: string
  readonly previousHash: string
  readonly hash: string
  readonly sealedAt: number
}

/** What the hash is over: `details` as the text that was stored, so that no one has to agree on how to write numbers. */
export interface ChainEntry extends Omit<EntryRow, 'at'> {
  readonly sequence: number
  readonly previousHash: string
  readonly at: string
  readonly sealedAt: string
}

export interface SealedEntry extends ChainEntry {
  readonly hash: string
}

export interface Checkpoint {
  /** Id of the chain's first entry: tells one companion's chain from another's. */
  readonly companion: string
  readonly sequence: number
  readonly hash: string
  readonly at: string
  readonly keyId: string
  /** Ed25519 over the statement, base64url. */
  readonly signature: string
}

/** A checkpoint as the database keeps it. */
export interface CheckpointRow {
  readonly sequence: number
  readonly hash: string
  readonly at: number
  readonly keyId: string
  readonly signature: string
}

/** What the first entry names as its predecessor. */
export const NO_PREVIOUS = '0'.repeat(64)

const MAX_TIME = 8.64e15

/** A time that was tampered with must end in a report, not in a RangeError. */
const isoOf = (at: number): string =>
  Number.isInteger(at) && Math.abs(at) <= MAX_TIME ? toIso(at) : `not a time: ${String(at)}`

const linkOf = (row: EntryRow, place: Omit<SealRow, 'hash' | 'entryId'>): ChainEntry => ({
  id: row.id,
  at: isoOf(row.at),
  actorKind: row.actorKind,
  actorId: row.actorId,
  device: row.device,
  action: row.action,
  outcome: row.outcome,
  subjectKind: row.subjectKind,
  subjectId: row.subjectId,
  ticket: row.ticket,
  reason: row.reason,
  requestId: row.requestId,
  details: row.details,
  sequence: place.sequence,
  previousHash: place.previousHash,
  sealedAt: isoOf(place.sealedAt),
})

export const sealedEntryOf = (row: EntryRow, seal: SealRow): SealedEntry => ({ ...linkOf(row, seal), hash: seal.hash })

export const checkpointOf = (companion: string, row: CheckpointRow): Checkpoint => ({
  companion,
  sequence: row.sequence,
  hash: row.hash,
  at: isoOf(row.at),
  keyId: row.keyId,
  signature: row.signature,
})

export const entryHash = (entry: ChainEntry, digest: Digest): string => {
  const { hash: _, ...said } = { hash: '', ...entry }
  return digest(canonicalJson({ purpose: 'countersign/audit/entry/v1', ...said }))
}

/** The text that a checkpoint's signature is over. */
export const checkpointStatement = (checkpoint: Omit<Checkpoint, 'signature'>): string =>
  canonicalJson({
    purpose: 'countersign/audit/checkpoint/v1',
    companion: checkpoint.companion,
    sequence: checkpoint.sequence,
    hash: checkpoint.hash,
    at: checkpoint.at,
    keyId: checkpoint.keyId,
  })

/** Seals for `rows`, in their order, behind `last` (null: the chain begins here). */
export const chainEntries = (
  last: Pick<SealRow, 'sequence' | 'hash'> | null,
  rows: readonly EntryRow[],
  sealedAt: number,
  digest: Digest,
): SealRow[] => {
  let sequence = last?.sequence ?? 0
  let previousHash = last?.hash ?? NO_PREVIOUS
  return rows.map((row) => {
    sequence += 1
    const hash = entryHash(linkOf(row, { sequence, previousHash, sealedAt }), digest)
    const seal = { sequence, entryId: row.id, previousHash, hash, sealedAt }
    previousHash = hash
    return seal
  })
}
