import { askedSchema, sumPreviewSchema } from '@countersign/shared/features/approvals'
import {
  askCreditInputSchema,
  askReversalInputSchema,
  creditFactsSchema,
  creditInputSchema,
  creditListInputSchema,
  creditListSchema,
  reversalInputSchema,
} from '@countersign/shared/features/credits'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { askApproval, previewAction } from '../approvals/index.ts'
import { proveSubject } from '../cases/index.ts'
import { issueCredit } from './issue-credit.ts'
import { listCredits } from './list-credits.ts'
import { reverseCredit } from './reverse-credit.ts'

const shownFactsSchema = creditFactsSchema.pick({ text: true, history: true, overlaps: true, compared: true }).strip()

export const creditsRouter = router({
  list: staffProcedure('team.read')
    .input(creditListInputSchema)
    .output(creditListSchema)
    .query(({ ctx, input }) => listCredits(ctx.kernel, askingOf(ctx), input.customerStripeId)),

  preview: staffProcedure('approval.ask')
    .input(creditInputSchema)
    .output(sumPreviewSchema.extend({ facts: shownFactsSchema }))
    .query(async ({ ctx, input: { payload, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      const { facts, ...preview } = await previewAction(ctx.kernel, issueCredit, {
        subject,
        requesterId: ctx.staff.id,
        payload,
      })
      return { ...preview, facts: creditFactsSchema.parse(facts) }
    }),

  ask: staffProcedure('approval.ask')
    .input(askCreditInputSchema)
    .output(askedSchema)
    .mutation(async ({ ctx, input: { payload, ask, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      return askApproval(ctx.kernel, askingOf(ctx), issueCredit, { subject, payload, ask })
    }),

  previewReversal: staffProcedure('approval.ask')
    .input(reversalInputSchema)
    .output(sumPreviewSchema)
    .query(async ({ ctx, input: { payload, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      return previewAction(ctx.kernel, reverseCredit, { subject, requesterId: ctx.staff.id, payload })
    }),

  askReversal: staffProcedure('approval.ask')
    .input(askReversalInputSchema)
    .output(askedSchema)
    .mutation(async ({ ctx, input: { payload, ask, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      return askApproval(ctx.kernel, askingOf(ctx), reverseCredit, { subject, payload, ask })
    }),
})
