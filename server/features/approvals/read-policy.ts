import { DEFAULT_POLICY, type Policy, keptPolicySchema } from '@countersign/shared/features/policy'
import type { Kernel } from '../../kernel/context.ts'
import type { Queryable } from '../../ports/database.ts'
import { findPolicyRow, insertPolicy } from './store.ts'

export interface PolicyInForce {
  readonly version: number
  readonly policy: Policy
}

interface Reading extends Pick<Kernel, 'clock'> {
  readonly db: Queryable
}

/** The newest version. The first is what the product comes with, kept as soon as somebody asks for it. */
export const readPolicy = async ({ db, clock }: Reading): Promise<PolicyInForce> => {
  const row = await findPolicyRow(db)
  if (row) return { version: row.version, policy: keptPolicySchema.parse(JSON.parse(row.document)) }
  const document = JSON.stringify(DEFAULT_POLICY)
  await insertPolicy(db, { version: 1, document, requestId: null, createdAt: clock.now() })
  return readPolicy({ db, clock })
}
