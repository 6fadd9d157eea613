import type { Tenant } from '@countersign/shared/features/tenants'
import type { DescribeVerdict } from '../../ports/provisioner.ts'
import { findDifferences, listTenants, readActualTenant } from '../tenants/index.ts'
import type { Look } from './commit-step.ts'
import type { Found } from './finding-rules.ts'
import { foundOnTenant, type TenantFacts } from './tenant-rules.ts'

const NOT_APPLIED = new Set<Tenant['state']>(['none', 'requested'])
/** After so many in a row that could not be asked about, the provisioner itself is down. */
const MOST_REFUSALS = 3

const wantedOf = ({ coming, state, reason }: Tenant): TenantFacts['wanted'] => {
  if (coming) return coming
  return NOT_APPLIED.has(state) ? null : { state, reason: reason ?? '' }
}

const differencesOf = (tenant: Tenant, told: DescribeVerdict): TenantFacts['differences'] => {
  if (told.verdict !== 'told' || NOT_APPLIED.has(tenant.state)) return null
  const { state, limits, ignoredLimits } = tenant
  return findDifferences({ state, limits, ignoredLimits }, told.tenant)
}

const factsOf = (tenant: Tenant, told: DescribeVerdict): TenantFacts => ({
  teamId: tenant.teamId,
  customerStripeId: tenant.customerStripeId,
  wanted: wantedOf(tenant),
  applied: NOT_APPLIED.has(tenant.state) ? null : tenant.state,
  isComing: tenant.coming !== null,
  problem: tenant.problem,
  faults: tenant.faults,
  differences: differencesOf(tenant, told),
})

/** What is wanted, what was applied and what is there, tenant by tenant. */
export const lookTenants: Look = async (kernel, cursor) => {
  const none = { found: [], compared: {}, next: null }
  if (!kernel.settings.tenants) return none
  const { tenants, nextCursor } = await listTenants(kernel, { show: 'all', cursor })
  const found: Found[] = []
  let refusals = 0
  for (const tenant of tenants) {
    await kernel.pace()
    const told = await readActualTenant(kernel, tenant.teamId)
    const isRefused = told.verdict === 'later' || told.verdict === 'never'
    refusals = isRefused ? refusals + 1 : 0
    if (isRefused && refusals === MOST_REFUSALS)
      return { ...none, skipped: `Whoever runs the tenants could not be asked: ${told.why}` }
    const one = foundOnTenant(factsOf(tenant, told))
    if (one) found.push(one)
  }
  return { found, compared: { tenants: tenants.length }, next: nextCursor }
}
