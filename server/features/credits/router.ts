import { askCreditInputSchema, creditInputSchema } from '@countersign/shared/features/credits'
import { approvalNeedSchema, cardSchema, requestStateSchema } from '@countersign/shared/features/approvals'
import { z } from 'zod'
import { router, staffProcedure } from '../../kernel/procedures.ts'
import { askApproval, previewAction } from '../approvals/index.ts'
import { proveSubject } from '../cases/index.ts'
import { issueCredit } from './issue-credit.ts'

export const creditsRouter = router({
  preview: staffProcedure('approval.ask')
    .input(creditInputSchema)
    .output(z.object({ card: cardSchema, need: approvalNeedSchema }))
    .query(async ({ ctx, input: { payload, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      return previewAction(ctx.kernel, issueCredit, { subject, requesterId: ctx.staff.id, payload })
    }),

  ask: staffProcedure('approval.ask')
    .input(askCreditInputSchema)
    .output(z.object({ id: z.string(), state: requestStateSchema, approversNeeded: z.number().int() }))
    .mutation(async ({ ctx, input: { payload, ask, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      const asking = { actor: ctx.staff, requestId: ctx.requestId }
      return askApproval(ctx.kernel, asking, issueCredit, { subject, payload, ask })
    }),
})
