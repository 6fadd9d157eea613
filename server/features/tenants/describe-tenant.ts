import type { Tenant } from '@countersign/shared/features/tenants'
import { toIso } from '@countersign/shared/times'
import type { TenantRow } from './store.ts'

const isoOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

const limitsIn = (text: string | null) => (text === null ? null : (JSON.parse(text) as Record<string, number>))

const stateOf = ({ appliedState, wantedState, handedAt, problem }: TenantRow): Tenant['state'] => {
  if (appliedState !== null) return appliedState
  return wantedState === null && handedAt === null && problem === null ? 'none' : 'requested'
}

const comingOf = ({ wantedState, wantedReason, wantedHash, appliedHash }: TenantRow): Tenant['coming'] =>
  wantedState === null || wantedHash === appliedHash ? null : { state: wantedState, reason: wantedReason ?? '' }

const paidByOf = ({ backend, agreementId }: TenantRow): Tenant['paidBy'] =>
  backend === null || agreementId === null ? null : { backend, agreementId }

/** As staff see it. */
export const describeTenant = (row: TenantRow): Tenant => ({
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
  paidBy: paidByOf(row),
  stoppedAt: isoOrNull(row.stoppedAt),
  lookedAt: isoOrNull(row.lookedAt),
  lookProblem: row.lookProblem,
  checkedAt: isoOrNull(row.checkedAt),
  nextAt: toIso(row.nextAt),
})
