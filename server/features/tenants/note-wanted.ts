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
  /** When time alone wants something else. */
  readonly changesAt: number | null
}

const hashOf = ({ state, reason, limits, customerStripeId, paidBy }: Ordered): string =>
  contentHash({ state, reason, limits: limits && { ...limits }, customerStripeId, paidBy: paidBy && { ...paidBy } })

const orderOf = ({ teamId }: TenantRow, orderId: string, wanted: Ordered): TenantOrder => {
  const { state, reason, limits, customerStripeId, paidBy, profile } = wanted
  return { orderId, tenantId: teamId, state, reason, limits, customerStripeId, paidBy, profile }
}

const noteAbsent = async (tx: Transaction, row: TenantRow, { wanted, now }: { wanted: Absent; now: number }) => {
  if (row.wantedReason !== wanted.reason)
    await tellTenant(tx, { teamId: row.teamId, at: now }, { kind: 'noted', text: wanted.reason })
  const none = { wantedState: null, wantedHash: null, orderId: null, wantedReason: wanted.reason, stoppedAt: null }
  return updateTenant(tx, row, { ...none, faults: JSON.stringify(wanted.faults), checkedAt: now })
}

/** What pays, and since when nothing does. */
const payingOf = (row: TenantRow, { customerStripeId, paidBy }: Ordered, now: number) => ({
  customerStripeId: customerStripeId ?? row.customerStripeId,
  backend: paidBy?.backend ?? null,
  agreementId: paidBy?.agreementId ?? null,
  stoppedAt: paidBy === null ? (row.stoppedAt ?? now) : null,
})

const noteOrder = async (
  tx: Transaction,
  row: TenantRow,
  { wanted, now }: { wanted: Ordered; now: number },
): Promise<HandedOver | 'settled' | 'lost'> => {
  const hash = hashOf(wanted)
  const isNew = hash !== row.wantedHash
  const isApplied = hash === row.appliedHash
  const orderId = isNew || row.orderId === null ? newId('tno', now) : row.orderId
  const { state, reason: text, limits, changesAt } = wanted
  const isOurs = await updateTenant(tx, row, {
    wantedState: state,
    wantedReason: text,
    wantedHash: hash,
    orderId,
    faults: JSON.stringify(wanted.faults),
    checkedAt: now,
    ...payingOf(row, wanted, now),
    // Until it is heard of, what was applied last may no longer hold.
    ...(isApplied ? {} : { handedAt: row.handedAt ?? now, appliedHash: null }),
  })
  if (!isOurs) return 'lost'
  if (isNew) await tellTenant(tx, { teamId: row.teamId, at: now }, { kind: 'wanted', state, text, limits })
  if (isApplied) return 'settled'
  return { order: orderOf(row, orderId, wanted), hash, tries: isNew ? 0 : row.tries, changesAt }
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
