import type { StackFacts, StackPayload } from '@countersign/shared/features/stack-requests'
import type { ActionInput } from '../approvals/index.ts'
import type { Step } from '../executions/index.ts'

/**
 * Before the old coupon comes off: while the old coupon still hangs nobody loses anything by it, and once the stack hangs its old value can't
 * be redeemed again.
 */
export const retireCodes: Step<ActionInput<StackPayload, StackFacts>> = {
  name: 'codes',
  movesMoney: false,
  writesSeveral: true,
  isNeeded: ({ input: { facts } }) => facts.oldCodes.length > 0,
  perform: async ({ kernel, input: { facts } }, key) => {
    for (const id of facts.oldCodes) await kernel.stripe.deactivatePromotionCode(id, `${key}/${id}`)
    return { codes: facts.oldCodes }
  },
  find: async ({ kernel, input: { facts } }) => {
    const codes = await Promise.all(facts.oldCodes.map((id) => kernel.stripe.readPromotionCode(id)))
    const isDone = codes.every((code) => !code?.isActive)
    return isDone ? { is: 'found', result: { codes: facts.oldCodes } } : { is: 'absent' }
  },
}
