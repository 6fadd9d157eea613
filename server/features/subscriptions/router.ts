import { askedSchema, askSchema, previewSchema } from '@countersign/shared/features/approvals'
import {
  billingEditPayloadSchema,
  billingStandingSchema,
  helpResultSchema,
} from '@countersign/shared/features/billing-edits'
import {
  offerSchema,
  type SubscriptionWish,
  subscriptionWishSchema,
} from '@countersign/shared/features/subscription-work'
import { balanceEntrySchema, invoiceSchema, teamPageSchema } from '@countersign/shared/features/subscriptions'
import { ticketSchema } from '@countersign/shared/features/teams'
import { stripeIdSchema, teamIdSchema } from '@countersign/shared/ids'
import { z } from 'zod'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { type Action, askApproval, previewAction } from '../approvals/index.ts'
import { proveSubject } from '../cases/index.ts'
import { cancelSubscription } from './cancel-subscription.ts'
import { changeSubscription } from './change-subscription.ts'
import { editBilling } from './edit-billing.ts'
import { listOffers } from './list-offers.ts'
import { pauseSubscription } from './pause-subscription.ts'
import { readBilling } from './read-billing.ts'
import { readMore } from './read-more.ts'
import { readTeamPage } from './read-team-page.ts'
import { resendInvoice } from './resend-invoice.ts'
import { resumeSubscription } from './resume-subscription.ts'
import { retryPayment } from './retry-payment.ts'

const customerInput = z.object({ customerStripeId: stripeIdSchema })
const moreInput = customerInput.extend({ startingAfter: stripeIdSchema })
const provenInput = customerInput.extend({ ticket: ticketSchema })
const wishInput = provenInput.extend({ wish: subscriptionWishSchema })
const editInput = provenInput.extend({ payload: billingEditPayloadSchema })
const helpInput = provenInput.extend({ invoiceStripeId: stripeIdSchema, requestKey: askSchema.shape.requestKey })

const WISHES: Readonly<Record<SubscriptionWish['kind'], Action>> = {
  'subscription.change': changeSubscription,
  'subscription.pause': pauseSubscription,
  'subscription.resume': resumeSubscription,
  'subscription.cancel': cancelSubscription,
}

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
      readMore(ctx.kernel, askingOf(ctx), input, {
        part: 'invoices',
        list: (stripe) => stripe.listInvoices(input.customerStripeId, input.startingAfter),
      }),
    ),

  moreBalance: staffProcedure('team.read')
    .input(moreInput)
    .output(z.object({ rows: z.array(balanceEntrySchema), hasMore: z.boolean() }))
    .query(({ ctx, input }) =>
      readMore(ctx.kernel, askingOf(ctx), input, {
        part: 'balance',
        list: (stripe) => stripe.listBalanceEntries(input.customerStripeId, input.startingAfter),
      }),
    ),

  /** Plans that a subscription can be changed to. */
  offers: staffProcedure('approval.ask')
    .output(z.array(offerSchema))
    .query(({ ctx }) => listOffers(ctx.kernel)),

  preview: staffProcedure('approval.ask')
    .input(wishInput)
    .output(previewSchema)
    .query(async ({ ctx, input: { wish, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      const wanted = { subject, requesterId: ctx.staff.id, payload: wish.payload }
      return previewAction(ctx.kernel, WISHES[wish.kind], wanted)
    }),

  ask: staffProcedure('approval.ask')
    .input(wishInput.extend({ ask: askSchema }))
    .output(askedSchema)
    .mutation(async ({ ctx, input: { wish, ask, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      return askApproval(ctx.kernel, askingOf(ctx), WISHES[wish.kind], { subject, payload: wish.payload, ask })
    }),

  /** Who is billed, for the form that edits it. */
  billing: staffProcedure('approval.ask')
    .input(provenInput)
    .output(billingStandingSchema)
    .query(async ({ ctx, input }) => {
      const { identity, taxIds } = await readBilling(ctx.kernel, await proveSubject(ctx.kernel, input), [])
      return { identity, taxIds }
    }),

  previewBilling: staffProcedure('approval.ask')
    .input(editInput)
    .output(previewSchema)
    .query(async ({ ctx, input: { payload, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      return previewAction(ctx.kernel, editBilling, { subject, requesterId: ctx.staff.id, payload })
    }),

  askBilling: staffProcedure('approval.ask')
    .input(editInput.extend({ ask: askSchema }))
    .output(askedSchema)
    .mutation(async ({ ctx, input: { payload, ask, ...asked } }) => {
      const subject = await proveSubject(ctx.kernel, asked)
      return askApproval(ctx.kernel, askingOf(ctx), editBilling, { subject, payload, ask })
    }),

  resendInvoice: staffProcedure('approval.ask')
    .input(helpInput)
    .output(helpResultSchema)
    .mutation(({ ctx, input }) => resendInvoice(ctx.kernel, askingOf(ctx), input)),

  retryPayment: staffProcedure('approval.ask')
    .input(helpInput)
    .output(helpResultSchema)
    .mutation(({ ctx, input }) => retryPayment(ctx.kernel, askingOf(ctx), input)),
})
