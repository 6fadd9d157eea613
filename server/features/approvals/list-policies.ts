import { type Policy, keptPolicySchema } from '@countersign/shared/features/policy'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { readPolicy } from './read-policy.ts'
import { listPolicyRows } from './store.ts'

export interface PolicyVersion {
  readonly version: number
  readonly document: Policy
  readonly createdAt: string
}

/** Every version there was, the one in force first. */
export const listPolicies = async (kernel: Kernel): Promise<PolicyVersion[]> => {
  await readPolicy(kernel)
  const rows = await listPolicyRows(kernel.db)
  return rows.map(({ version, document, createdAt }) => ({
    version,
    document: keptPolicySchema.parse(JSON.parse(document)),
    createdAt: toIso(createdAt),
  }))
}
