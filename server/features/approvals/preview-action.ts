import type { Json } from '@countersign/shared/canonical'
import type { SumPreview } from '@countersign/shared/features/approvals'
import type { Kernel } from '../../kernel/context.ts'
import type { Action, Subject } from './define-action.ts'
import { findLower } from './lower-rules.ts'
import { describeNeed } from './need-rules.ts'
import { readPolicy } from './read-policy.ts'
import { weighAction } from './weigh-action.ts'

export interface ActionPreview extends SumPreview {
  readonly facts: Json
}

/** What a form shows before it is sent: the card as the approver will see it, and who that will be. Writes nothing. */
export const previewAction = async (
  kernel: Kernel,
  action: Action,
  asked: { subject: Subject; requesterId: string; payload: unknown },
): Promise<ActionPreview> => {
  const payload = action.parsePayload(asked.payload)
  const facts = await action.readFacts(kernel, { subject: asked.subject, payload })
  const inForce = await readPolicy(kernel)
  const { measure, need, ledger } = await weighAction(kernel, kernel.db, {
    action,
    asked: { ...asked, payload, facts },
    inForce,
  })
  return {
    card: action.card(payload, facts),
    need: describeNeed(need, measure.given),
    facts,
    lower: findLower(inForce.policy, measure, ledger),
  }
}
