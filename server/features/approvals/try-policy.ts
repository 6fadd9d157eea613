import { type ActionKind } from '@countersign/shared/features/action-kinds'
import type { ApprovalNeed } from '@countersign/shared/features/approvals'
import type { Flag, Policy } from '@countersign/shared/features/policy'
import type { Money } from '@countersign/shared/money'
import type { Kernel } from '../../kernel/context.ts'
import { decideApprovers } from './policy-rules.ts'
import { readLedger } from './store.ts'
import { describeNeed } from './need-rules.ts'

export interface PolicyTrial {
  readonly policy: Policy
  readonly kind: ActionKind
  readonly given: Money | null
  readonly billed: Money | null
  readonly flags: readonly Flag[]
  readonly teamId: string | null
  readonly requesterId: string
}

/** Who would have to approve this under that policy, with what was really given so far. Writes nothing. */
export const tryPolicy = async ({ db, clock }: Kernel, trial: PolicyTrial): Promise<ApprovalNeed> => {
  const { policy, kind, given, billed, flags, teamId, requesterId } = trial
  const currency = given?.currency ?? 'usd'
  const ledger = await readLedger(db, { teamId, requesterId, currency, now: clock.now() })
  const measure = { kind, given, flags, ...(billed ? { billed } : {}) }
  return describeNeed(decideApprovers(policy, measure, ledger), given)
}
