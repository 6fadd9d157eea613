import type { Kernel } from '../../kernel/context.ts'
import { findDifferences, type TenantDifference } from './difference-rules.ts'
import { readActualTenant } from './read-actual-tenant.ts'
import { nextLookAt } from './retry-rules.ts'
import type { TenantRow } from './store.ts'

export interface LookedThere {
  readonly differences: readonly TenantDifference[]
  /** Kept in the tenant's row. */
  readonly learnt: Pick<TenantRow, 'lookDueAt' | 'lookProblem'> & { readonly lookedAt?: number }
}

const UNTOLD = 'Whoever runs the tenants can’t tell what they are there.'

/** What is compared: an order without limits left them as they were. */
type Expected = Pick<Parameters<typeof findDifferences>[0], 'state' | 'limits' | 'ignoredLimits'>

/** Asks whoever runs the tenants what this one is. What isn't told proves nothing. */
export const lookThere = async (
  kernel: Pick<Kernel, 'provisioner' | 'clock'>,
  teamId: string,
  expected: Expected,
): Promise<LookedThere> => {
  const said = await readActualTenant(kernel, teamId)
  const now = kernel.clock.now()
  const lookDueAt = nextLookAt(now, said.verdict)
  if (said.verdict === 'untold') return { differences: [], learnt: { lookDueAt, lookProblem: UNTOLD } }
  if (said.verdict !== 'told') return { differences: [], learnt: { lookDueAt, lookProblem: said.why } }
  const differences = findDifferences(expected, said.tenant)
  return { differences, learnt: { lookDueAt, lookProblem: null, lookedAt: now } }
}
