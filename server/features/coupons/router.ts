import { approvalNeedSchema, cardSchema, requestStateSchema } from '@countersign/shared/features/approvals'
import {
  askStackInputSchema,
  planStackInputSchema,
  stackInputSchema,
  stackViewSchema,
} from '@countersign/shared/features/stack-requests'
import { z } from 'zod'
import { router, staffProcedure } from '../../kernel/procedures.ts'
import { askApproval, previewAction } from '../approvals/index.ts'
import { proveSubject } from '../cases/index.ts'
import { answerStack } from './answer-stack.ts'
import { stackCoupons } from './stack-coupons.ts'

export const stacksRouter = router({
  /** The calculator: what is left, what it would become, what stands in the way. */
  plan: staffProcedure('approval.ask')
    .input(planStackInputSchema)
    .output(stackViewSchema)
    .query(async ({ ctx, input: { customerStripeId, ticket, ...payload } }) => {
      const subject = await proveSubject(ctx.kernel, { customerStripeId, ticket })
      const { view } = await answerStack(ctx.kernel, { subject, payload })
      return view
    }),

  preview: staffProcedure('approval.ask')
    .input(stackInputSchema)
    .output(z.object({ card: cardSchema, need: approvalNeedSchema }))
    .query(async ({ ctx, input: { payload, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      return previewAction(ctx.kernel, stackCoupons, { subject, requesterId: ctx.staff.id, payload })
    }),

  ask: staffProcedure('approval.ask')
    .input(askStackInputSchema)
    .output(z.object({ id: z.string(), state: requestStateSchema, approversNeeded: z.number().int() }))
    .mutation(async ({ ctx, input: { payload, ask, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      const asking = { actor: ctx.staff, requestId: ctx.requestId }
      return askApproval(ctx.kernel, asking, stackCoupons, { subject, payload, ask })
    }),
})
