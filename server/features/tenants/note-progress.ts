import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { contentHash } from '../../kernel/fingerprint.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import type { TenantOrder } from '../../ports/provisioner.ts'
import { recordAudit } from '../audit-log/index.ts'
import { RECHECK_MS, retryAfter } from './retry-rules.ts'
import { insertTenantEvent, releaseTenant, type TenantEventRow, type TenantRow, updateTenant } from './store.ts'
import type { Wanted } from './wanted-rules.ts'

type NoteKernel = Pick<Kernel, 'db' | 'clock'>
type Ordered = Extract<Wanted, { kind: 'wanted' }>
type Idle = Exclude<Wanted, { kind: 'wanted' }>

export interface HandedOver {
  readonly order: TenantOrder
  readonly hash: string
  /** How often this order has failed. */
  readonly tries: number
}

const AT_REST = { problem: null, stuckAt: null, tries: 0 } as const

type Told = Pick<TenantEventRow, 'kind' | 'text'> & Partial<Pick<TenantEventRow, 'state' | 'limits'>>

const tell = (tx: Transaction, teamId: string, at: number, { state = null, limits = null, ...told }: Told) =>
  insertTenantEvent(tx, { teamId, at, state, limits, ...told })

const textOf = (limits: Ordered['limits']): string | null => (limits === null ? null : JSON.stringify(limits))

const hashOf = ({ state, reason, limits, customerStripeId }: Ordered): string =>
  contentHash({ state, reason, limits: limits === null ? null : { ...limits }, customerStripeId })

const orderOf = ({ teamId }: TenantRow, orderId: string, wanted: Ordered): TenantOrder => {
  const { state, reason, limits, customerStripeId, profile } = wanted
  return { orderId, tenantId: teamId, state, reason, limits, customerStripeId, profile }
}

const noteAbsent = async (tx: Transaction, row: TenantRow, { wanted, now }: { wanted: Idle; now: number }) => {
  if (row.wantedReason !== wanted.reason) await tell(tx, row.teamId, now, { kind: 'noted', text: wanted.reason })
  const none = { wantedState: null, wantedHash: null, orderId: null, wantedReason: wanted.reason }
  return updateTenant(tx, row, { ...none, faults: JSON.stringify(wanted.faults), checkedAt: now })
}

const noteOrder = async (
  tx: Transaction,
  row: TenantRow,
  { wanted, now }: { wanted: Ordered; now: number },
): Promise<HandedOver | 'settled' | 'lost'> => {
  const hash = hashOf(wanted)
  const isNew = hash !== row.wantedHash
  const isApplied = hash === row.appliedHash
  const orderId = isNew || row.orderId === null ? newId('tno', now) : row.orderId
  const isOurs = await updateTenant(tx, row, {
    wantedState: wanted.state,
    wantedReason: wanted.reason,
    wantedHash: hash,
    orderId,
    faults: JSON.stringify(wanted.faults),
    checkedAt: now,
    customerStripeId: wanted.customerStripeId ?? row.customerStripeId,
    // Until it is heard of, what was applied last may no longer hold.
    ...(isApplied ? {} : { handedAt: row.handedAt ?? now, appliedHash: null }),
  })
  if (!isOurs) return 'lost'
  const { state, reason: text, limits } = wanted
  if (isNew) await tell(tx, row.teamId, now, { kind: 'wanted', state, text, limits: textOf(limits) })
  return isApplied ? 'settled' : { order: orderOf(row, orderId, wanted), hash, tries: isNew ? 0 : row.tries }
}

/** What is wanted, durable before it is handed over: a tenant may be there from then on, whatever is heard of it. */
export const noteWanted = ({ db, clock }: NoteKernel, row: TenantRow, wanted: Exclude<Wanted, { kind: 'held' }>) =>
  inTransaction(db, async (tx): Promise<HandedOver | 'settled' | 'lost'> => {
    const now = clock.now()
    if (wanted.kind === 'wanted') return noteOrder(tx, row, { wanted, now })
    return (await noteAbsent(tx, row, { wanted, now })) ? 'settled' : 'lost'
  })

export const noteSettled = async ({ db, clock }: NoteKernel, row: TenantRow): Promise<'settled' | 'lost'> => {
  const isOurs = await releaseTenant(db, row, { ...AT_REST, nextAt: clock.now() + RECHECK_MS })
  return isOurs ? 'settled' : 'lost'
}

export const noteApplied = (
  { db, clock }: NoteKernel,
  row: TenantRow,
  { order, hash, ignored }: { order: TenantOrder; hash: string; ignored: readonly string[] },
): Promise<'applied' | 'lost'> =>
  inTransaction(db, async (tx) => {
    const now = clock.now()
    const { state, reason: text } = order
    const limits = textOf(order.limits)
    const isOurs = await releaseTenant(tx, row, {
      ...AT_REST,
      appliedState: state,
      appliedReason: text,
      appliedHash: hash,
      appliedAt: now,
      ignoredLimits: JSON.stringify(ignored),
      ...(limits === null ? {} : { appliedLimits: limits }),
      nextAt: now + RECHECK_MS,
    })
    if (!isOurs) return 'lost'
    await tell(tx, row.teamId, now, { kind: 'applied', state, text, limits })
    await recordAudit(tx, now, {
      actor: systemActor('tenants'),
      action: `tenant.${state}`,
      subject: { kind: 'tenant', id: row.teamId },
      reason: text,
      details: { limits: order.limits, customer: order.customerStripeId, ignored },
    })
    return 'applied'
  })

export const noteHeld = ({ db, clock }: NoteKernel, row: TenantRow, { reason, faults }: Idle) =>
  inTransaction(db, async (tx): Promise<'held' | 'lost'> => {
    const now = clock.now()
    const isOurs = await releaseTenant(tx, row, {
      problem: reason,
      stuckAt: row.stuckAt ?? now,
      faults: JSON.stringify(faults),
      checkedAt: now,
      nextAt: now + RECHECK_MS,
    })
    if (!isOurs) return 'lost'
    if (row.problem !== reason) await tell(tx, row.teamId, now, { kind: 'held', text: reason })
    return 'held'
  })

export const noteFailure = (
  { db, clock }: NoteKernel,
  row: TenantRow,
  { verdict, why }: { verdict: 'later' | 'never'; why: string },
) =>
  inTransaction(db, async (tx): Promise<'failed' | 'lost'> => {
    const now = clock.now()
    const tries = row.tries + 1
    const { pauseMs, isStuck } = retryAfter(tries, verdict)
    const stuckAt = isStuck ? (row.stuckAt ?? now) : null
    const isOurs = await releaseTenant(tx, row, { problem: why, stuckAt, tries, nextAt: now + pauseMs })
    if (!isOurs) return 'lost'
    if (isStuck && (row.stuckAt === null || row.problem !== why))
      await tell(tx, row.teamId, now, { kind: 'stuck', text: why })
    return 'failed'
  })
