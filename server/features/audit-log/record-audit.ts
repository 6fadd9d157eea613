import { createHash, randomBytes } from 'node:crypto'
import { canonicalJson, type Json } from '@countersign/shared/canonical'
import type { Actor } from '../../kernel/actor.ts'
import { assert } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Transaction } from '../../ports/database.ts'
import type { AuditPersonalTable } from '../../ports/schema/audit.ts'
import { insertEntry } from './store.ts'
import { storableText } from './text-rules.ts'

export interface AuditNote {
  readonly actor: Actor
  /** Verb in the past, dotted: `team.verified`. */
  readonly action: string
  readonly outcome?: 'done' | 'refused'
  readonly subject: { readonly kind: string; readonly id: string }
  readonly ticket?: string | null
  readonly reason?: string | null
  readonly requestId?: string | null
  /** Facts without personal values. */
  readonly details?: Readonly<Record<string, unknown>>
  /**
   * Names, addresses: kept apart and erasable; the entry holds salted hashes of them. `subjectName` is what the log
   * shows as the name of the thing; `actorName` is filled in from the actor.
   */
  readonly personal?: Readonly<Record<string, string>>
}

/** Writes one entry in the transaction of the work that it tells of. */
export type RecordAudit = (tx: Transaction, at: number, note: AuditNote) => Promise<void>

const SALT_BYTES = 16

const personalRows = (entryId: string, note: AuditNote): AuditPersonalTable[] => {
  const values = { ...note.personal, ...(note.actor.kind === 'staff' ? { actorName: note.actor.name } : {}) }
  return Object.entries(values).map(([field, value]) => ({
    entryId,
    field,
    salt: randomBytes(SALT_BYTES).toString('hex'),
    value: storableText(value),
  }))
}

const saltedHash = (row: AuditPersonalTable): string =>
  createHash('sha256').update(Buffer.from(row.salt, 'hex')).update(row.value, 'utf8').digest('hex')

const detailsText = (note: AuditNote, personal: readonly AuditPersonalTable[]): string => {
  assert(!Object.hasOwn(note.details ?? {}, 'personal'), 'details.personal is for the hashes of personal values')
  // Through JSON once, so that dates and undefined become what a reader of the text will see.
  const facts = JSON.parse(JSON.stringify(note.details ?? {})) as Record<string, Json>
  const hashes = Object.fromEntries(personal.map((row) => [row.field, saltedHash(row)]))
  return canonicalJson(personal.length > 0 ? { ...facts, personal: hashes } : facts)
}

const storableOrNull = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : storableText(text)

export const recordAudit: RecordAudit = async (tx, at, note) => {
  const id = newId('aud', at)
  const personal = personalRows(id, note)
  const entry = {
    id,
    at,
    actorKind: note.actor.kind,
    actorId: storableText(note.actor.id),
    device: note.actor.kind === 'staff' ? storableOrNull(note.actor.device) : null,
    action: note.action,
    outcome: note.outcome ?? 'done',
    subjectKind: note.subject.kind,
    subjectId: storableText(note.subject.id),
    ticket: storableOrNull(note.ticket),
    reason: storableOrNull(note.reason),
    requestId: storableOrNull(note.requestId),
    details: detailsText(note, personal),
  }
  await insertEntry(tx, entry, personal)
}
