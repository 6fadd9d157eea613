import { balanceEntrySchema, invoiceSchema, teamPageSchema } from '@countersign/shared/features/subscriptions'
import { ticketSchema } from '@countersign/shared/features/teams'
import { stripeIdSchema, teamIdSchema } from '@countersign/shared/ids'
import { z } from 'zod'
import { router, staffProcedure } from '../../kernel/procedures.ts'
import { readMore } from './read-more.ts'
import { readTeamPage } from './read-team-page.ts'

const customerInput = z.object({ customerStripeId: stripeIdSchema })
const moreInput = customerInput.extend({ startingAfter: stripeIdSchema })

export const subscriptionsRouter = router({
  /** Counts as opening the customer, which the log shows. */
  teamPage: staffProcedure('team.read')
    .input(
      customerInput.extend({
        teamId: teamIdSchema.nullable().default(null),
        ticket: ticketSchema.nullable().default(null),
      }),
    )
    .output(teamPageSchema)
    .query(({ ctx, input }) => readTeamPage(ctx.kernel, ctx.staff, input, ctx.requestId)),

  moreInvoices: staffProcedure('team.read')
    .input(moreInput)
    .output(z.object({ rows: z.array(invoiceSchema), hasMore: z.boolean() }))
    .query(({ ctx, input }) =>
      readMore(ctx.kernel, { actor: ctx.staff, requestId: ctx.requestId }, input, {
        part: 'invoices',
        list: (stripe) => stripe.listInvoices(input.customerStripeId, input.startingAfter),
      }),
    ),

  moreBalance: staffProcedure('team.read')
    .input(moreInput)
    .output(z.object({ rows: z.array(balanceEntrySchema), hasMore: z.boolean() }))
    .query(({ ctx, input }) =>
      readMore(ctx.kernel, { actor: ctx.staff, requestId: ctx.requestId }, input, {
        part: 'balance',
        list: (stripe) => stripe.listBalanceEntries(input.customerStripeId, input.startingAfter),
      }),
    ),
})
