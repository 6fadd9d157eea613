import type { Actor } from '../../kernel/actor.ts'
import type { Transaction } from '../../ports/database.ts'

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
  /** Names, addresses: kept apart and erasable; the entry holds salted hashes of them. */
  readonly personal?: Readonly<Record<string, string>>
}

/** Writes one entry in the transaction of the work that it tells of. */
export type RecordAudit = (tx: Transaction, at: number, note: AuditNote) => Promise<void>
