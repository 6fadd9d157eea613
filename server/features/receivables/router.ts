import { askedSchema, sumPreviewSchema } from '@countersign/shared/features/approvals'
import {
  askInvoiceInputSchema,
  invoiceFactsSchema,
  invoiceHistorySchema,
  invoiceIdInputSchema,
  type InvoiceWish,
  invoiceWishSchema,
  noteInputSchema,
  receivablesSchema,
  remindedSchema,
  remindInputSchema,
  statementInputSchema,
  statementSchema,
  takenInputSchema,
} from '@countersign/shared/features/receivables'
import { z } from 'zod'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { type Action, askApproval, previewAction } from '../approvals/index.ts'
import { addNotes } from './add-notes.ts'
import { cancelRefresh } from './cancel-refresh.ts'
import { countLate } from './count-late.ts'
import { creditInvoice } from './credit-invoice.ts'
import { listReceivables } from './list-receivables.ts'
import { markPaidElsewhere } from './mark-paid-elsewhere.ts'
import { nameInvoiceSubject } from './name-invoice-subject.ts'
import { orderRefresh } from './order-refresh.ts'
import { readHistory } from './read-history.ts'
import { readInvoiceFacts } from './read-invoice-facts.ts'
import { readStatement } from './read-statement.ts'
import { recordTaken } from './record-taken.ts'
import { sendReminders } from './send-reminders.ts'
import { voidInvoice } from './void-invoice.ts'
import { writeOffInvoice } from './write-off-invoice.ts'

const WISHES: Readonly<Record<InvoiceWish['kind'], Action>> = {
  'invoice.void': voidInvoice,
  'invoice.uncollectible': writeOffInvoice,
  'invoice.paid-out-of-band': markPaidElsewhere,
  'invoice.credit-note': creditInvoice,
}

export const receivablesRouter = router({
  list: staffProcedure('invoice.read')
    .output(receivablesSchema)
    .query(({ ctx }) => listReceivables(ctx.kernel, ctx.staff)),

  countLate: staffProcedure('invoice.read')
    .output(z.object({ late: z.number().int() }))
    .query(async ({ ctx }) => ({ late: await countLate(ctx.kernel) })),

  /** Orders a round; false when one is under way already. */
  refresh: staffProcedure('invoice.read')
    .output(z.object({ isOrdered: z.boolean() }))
    .mutation(async ({ ctx }) => ({ isOrdered: await orderRefresh(ctx.kernel) })),

  cancelRefresh: staffProcedure('invoice.manage')
    .output(z.object({ isCancelled: z.boolean() }))
    .mutation(async ({ ctx }) => ({ isCancelled: await cancelRefresh(ctx.kernel, askingOf(ctx)) })),

  history: staffProcedure('invoice.read')
    .input(invoiceIdInputSchema)
    .output(invoiceHistorySchema)
    .query(({ ctx, input }) => readHistory(ctx.kernel, input.invoiceStripeId)),

  /** Live, for a form about it. */
  invoice: staffProcedure('invoice.read')
    .input(invoiceIdInputSchema)
    .output(invoiceFactsSchema)
    .query(({ ctx, input }) => readInvoiceFacts(ctx.kernel, input.invoiceStripeId)),

  remind: staffProcedure('invoice.manage')
    .input(remindInputSchema)
    .output(z.array(remindedSchema))
    .mutation(({ ctx, input }) => sendReminders(ctx.kernel, askingOf(ctx), input)),

  note: staffProcedure('invoice.manage')
    .input(noteInputSchema)
    .mutation(({ ctx, input }) => addNotes(ctx.kernel, askingOf(ctx), input)),

  preview: staffProcedure('invoice.manage')
    .input(invoiceWishSchema)
    .output(sumPreviewSchema.extend({ facts: invoiceFactsSchema }))
    .query(async ({ ctx, input: { kind, payload } }) => {
      const subject = await nameInvoiceSubject(ctx.kernel, payload.invoiceStripeId)
      const requesterId = ctx.staff.id
      const { facts, ...preview } = await previewAction(ctx.kernel, WISHES[kind], { subject, requesterId, payload })
      return { ...preview, facts: invoiceFactsSchema.parse(facts) }
    }),

  ask: staffProcedure('invoice.manage')
    .input(askInvoiceInputSchema)
    .output(askedSchema)
    .mutation(async ({ ctx, input: { wish, ask } }) => {
      const subject = await nameInvoiceSubject(ctx.kernel, wish.payload.invoiceStripeId)
      return askApproval(ctx.kernel, askingOf(ctx), WISHES[wish.kind], { subject, payload: wish.payload, ask })
    }),

  statement: staffProcedure('invoice.read')
    .input(statementInputSchema)
    .output(statementSchema)
    .query(({ ctx, input }) => readStatement(ctx.kernel, askingOf(ctx), input)),

  /** What leaves the desk as a file or on paper is in the log. */
  taken: staffProcedure('invoice.read')
    .input(takenInputSchema)
    .mutation(({ ctx, input }) => recordTaken(ctx.kernel, askingOf(ctx), input)),
})
