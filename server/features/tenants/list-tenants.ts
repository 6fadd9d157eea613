import type { Tenant, Tenants, TenantsWish } from '@countersign/shared/features/tenants'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { listTenants as listRows, type TenantRow } from './store.ts'

const PAGE = 100

const isoOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

const limitsIn = (text: string | null) => (text === null ? null : (JSON.parse(text) as Record<string, number>))

const stateOf = ({ appliedState, wantedState, handedAt, problem }: TenantRow): Tenant['state'] => {
  if (appliedState !== null) return appliedState
  return wantedState === null && handedAt === null && problem === null ? 'none' : 'requested'
}

const comingOf = ({ wantedState, wantedReason, wantedHash, appliedHash }: TenantRow): Tenant['coming'] =>
  wantedState === null || wantedHash === appliedHash ? null : { state: wantedState, reason: wantedReason ?? '' }

const tenantOf = (row: TenantRow): Tenant => ({
  teamId: row.teamId,
  state: stateOf(row),
  reason: row.appliedReason ?? (row.wantedState === null ? row.wantedReason : null),
  coming: comingOf(row),
  limits: limitsIn(row.appliedLimits),
  ignoredLimits: JSON.parse(row.ignoredLimits) as string[],
  faults: JSON.parse(row.faults) as Tenant['faults'],
  problem: row.problem,
  stuckSince: isoOrNull(row.stuckAt),
  customerStripeId: row.customerStripeId,
  checkedAt: isoOrNull(row.checkedAt),
  nextAt: toIso(row.nextAt),
})

/** A page of the tenants by team id, or of those only that need a person. */
export const listTenants = async ({ db }: Pick<Kernel, 'db'>, { show, cursor }: TenantsWish): Promise<Tenants> => {
  const rows = await listRows(db, { after: cursor ?? null, limit: PAGE + 1, isStuck: show === 'stuck' })
  const tenants = rows.slice(0, PAGE).map(tenantOf)
  return { tenants, nextCursor: rows.length > PAGE ? (tenants.at(-1)?.teamId ?? null) : null }
}
