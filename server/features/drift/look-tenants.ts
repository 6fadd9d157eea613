import { DRIFT_KINDS } from '@countersign/shared/features/drift'
import type { Tenant } from '@countersign/shared/features/tenants'
import { contentHash } from '../../kernel/fingerprint.ts'
import type { DescribeVerdict } from '../../ports/provisioner.ts'
import { findDifferences, listTenants, readActualTenant, readTeamTenant } from '../tenants/index.ts'
import type { DriftKernel, Look, Step } from './commit-step.ts'
import { type Found, keyOf, sourceOf } from './finding-rules.ts'
import { foundOnTenant, type TenantFacts } from './tenant-rules.ts'

const NOT_APPLIED = new Set<Tenant['state']>(['none', 'requested'])
/** After so many in a row that could not be asked about, the provisioner itself is down. */
const MOST_REFUSALS = 3
/** One that hangs takes a minute at most, and the lease has to outlast them. */
const PIECE = 20
const MOST_LOOKS = 3

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

/** What the reconciler may have changed while it was asked about. */
const standOf = ({ state, coming, limits, problem }: Tenant): string => contentHash({ state, coming, limits, problem })

interface Looked {
  readonly found: Found | null
  /** Why it could not be asked about. */
  readonly refusal: string | null
}

/** What was worked on meanwhile is asked about again: one of both sides is older than the other. */
const lookAt = async (kernel: DriftKernel, listed: Tenant): Promise<Looked> => {
  let tenant = listed
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    await kernel.pace()
    const told = await readActualTenant(kernel, tenant.teamId)
    const now = (await readTeamTenant(kernel, tenant.teamId))?.tenant ?? tenant
    const refusal = told.verdict === 'later' || told.verdict === 'never' ? told.why : null
    if (standOf(now) === standOf(tenant)) return { found: foundOnTenant(factsOf(tenant, told)), refusal }
    tenant = now
  }
  return { found: null, refusal: null }
}

const keysOf = (teamId: string): string[] =>
  DRIFT_KINDS.filter((kind) => sourceOf(kind) === 'tenants').map((kind) => keyOf({ kind, subjectId: teamId }))

const lookAtEach = async (kernel: DriftKernel, tenants: readonly Tenant[]): Promise<Omit<Step, 'next'>> => {
  const found: Found[] = []
  const kept: string[] = []
  let refusals = 0
  for (const tenant of tenants) {
    const { found: one, refusal } = await lookAt(kernel, tenant)
    refusals = refusal === null ? 0 : refusals + 1
    if (refusal !== null && refusals === MOST_REFUSALS)
      return { found: [], compared: {}, skipped: `Whoever runs the tenants could not be asked: ${refusal}` }
    if (refusal !== null) kept.push(...keysOf(tenant.teamId))
    if (one) found.push(one)
  }
  return { found, kept, compared: { tenants: tenants.length } }
}

/** What is wanted, what was applied and what is there, tenant by tenant. */
export const lookTenants: Look = async (kernel, cursor) => {
  if (!kernel.settings.tenants) return { found: [], compared: {}, next: null }
  const listed = await listTenants(kernel, { show: 'all', cursor })
  const tenants = listed.tenants.slice(0, PIECE)
  const looked = await lookAtEach(kernel, tenants)
  const rest = listed.tenants.length > PIECE ? (tenants.at(-1)?.teamId ?? null) : listed.nextCursor
  return { ...looked, next: looked.skipped === undefined ? rest : null }
}
