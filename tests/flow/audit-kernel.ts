import { createKeyRing } from '../../server/kernel/key-ring.ts'
import { fixedClock } from '../../server/kernel/clock.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { type Log, silentLog } from '../../server/kernel/log.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { type AuditNote, recordAudit } from '../../server/features/audit-log/index.ts'
import type { Database } from '../../server/ports/database.ts'
import type { CheckpointSink, KeptCheckpoint } from '../../server/ports/checkpoint-sink.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'

export const NOON = Date.UTC(2026, 10, 21, 12)

export const KEYS = createKeyRing(Buffer.alloc(32, 7))

export const aKernel = (db: Database, said: { log?: Log; at?: number } = {}) => {
  const clock = fixedClock(said.at ?? NOON)
  const settings: Kernel['settings'] = {
    teamKeys: ['team_id'],
    ticketUrlTemplate: null,
    sessionMs: 3_600_000,
    mode: 'TEST',
    isEmbedded: false,
    mailFrom: null,
    linkReturnUrl: null,
    stripeHost: 'api.stripe.com',
    replica: 'one',
    version: '0.1.0',
  }
  return { db, clock, log: said.log ?? silentLog, keys: KEYS, settings, stripe: {} as PaymentGateway }
}

export const aStaff = (said: Partial<StaffActor> = {}): StaffActor => ({
  kind: 'staff',
  id: 'stf_priya',
  name: 'Priya Raman',
  email: 'priya@example.com',
  roles: ['auditor'],
  sessionId: 'ses_1',
  sessionExpiresAt: NOON + 3_600_000,
  confirmedAt: null,
  device: 'desktop Linux',
  ...said,
})

export const aNote = (said: Partial<AuditNote> = {}): AuditNote => ({
  actor: aStaff(),
  action: 'team.verified',
  subject: { kind: 'team', id: '9mHt4RsPqe' },
  ticket: '#51877',
  details: { strength: 'proven' },
  ...said,
})

export const record = (db: Database, at: number, said: Partial<AuditNote> = {}): Promise<void> =>
  inTransaction(db, (tx) => recordAudit(tx, at, aNote(said)))

export const recordMany = (db: Database, at: number, count: number): Promise<void> =>
  inTransaction(db, async (tx) => {
    for (let n = 1; n <= count; n++) await recordAudit(tx, at + n, aNote({ requestId: `req_${n}` }))
  })

/** Keeps checkpoints in memory and can be told to fail. */
export const aSink = () => {
  const kept: KeptCheckpoint[] = []
  const state = { isFailing: false }
  const sink: CheckpointSink = {
    name: 'memory',
    lastWritten: async () => {
      if (state.isFailing) throw new Error('the place is gone')
      return kept.at(-1) ?? null
    },
    write: async (checkpoints) => {
      if (state.isFailing) throw new Error('the place is gone')
      kept.push(...checkpoints)
    },
  }
  return { sink, kept, state }
}

export const sealsOf = (db: Database) => db.selectFrom('auditSeal').selectAll().orderBy('sequence').execute()
