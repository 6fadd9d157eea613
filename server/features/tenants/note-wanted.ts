import type { Kernel } from '../../kernel/context.ts'
import { contentHash } from '../../kernel/fingerprint.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import type { TenantOrder } from '../../ports/provisioner.ts'
import { type TenantRow, updateTenant } from './store.ts'
import { tellTenant } from './tell-tenant.ts'
import type { Wanted } from './wanted-rules.ts'

type Ordered = Extract<Wanted, { kind: 'wanted' }>
type Absent = Extract<Wanted, { kind: 'absent' }>

export interface HandedOver {
  readonly order: TenantOrder
  readonly hash: string
  /** How often this order has failed. */
  readonly tries: number
}

const hashOf = ({ state, reason, limits, customerStripeId }: Ordered): string =>
  contentHash({ state, reason, limits: limits === null ? null : { ...limits }, customerStripeId })

const orderOf = ({ teamId }: TenantRow, orderId: string, wanted: Ordered): TenantOrder => {
  const { state, reason, limits, customerStripeId, profile } = wanted
  return { orderId, tenantId: teamId, state, reason, limits, customerStripeId, profile }
}

const noteAbsent = async (tx: Transaction, row: TenantRow, { wanted, now }: { wanted: Absent; now: number }) => {
  if (row.wantedReason !== wanted.reason)
    await tellTenant(tx, { teamId: row.teamId, at: now }, { kind: 'noted', text: wanted.reason })
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
  if (isNew) await tellTenant(tx, { teamId: row.teamId, at: now }, { kind: 'wanted', state, text, limits })
  return isApplied ? 'settled' : { order: orderOf(row, orderId, wanted), hash, tries: isNew ? 0 : row.tries }
}

/** What is wanted, durable before it is handed over: a tenant may be there from then on, whatever is heard of it. */
export const noteWanted = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  row: TenantRow,
  wanted: Exclude<Wanted, { kind: 'held' }>,
) =>
  inTransaction(db, async (tx): Promise<HandedOver | 'settled' | 'lost'> => {
    const now = clock.now()
    if (wanted.kind === 'wanted') return noteOrder(tx, row, { wanted, now })
    return (await noteAbsent(tx, row, { wanted, now })) ? 'settled' : 'lost'
  })
