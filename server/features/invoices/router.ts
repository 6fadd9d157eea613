import { askedSchema, sumPreviewSchema } from '@countersign/shared/features/approvals'
import {
  askSendInputSchema,
  catalogueEntrySchema,
  compareInvoiceInputSchema,
  comparisonSchema,
  customerCandidatesSchema,
  discardInvoiceInputSchema,
  draftInvoiceInputSchema,
  finishTaskInputSchema,
  invoiceListSchema,
  keepInvoiceInputSchema,
  keptInvoiceSchema,
  listInvoicesInputSchema,
  listTasksInputSchema,
  manualInvoiceIdSchema,
  manualInvoiceSchema,
  methodOfferSchema,
  openedPdfSchema,
  previewSendInputSchema,
  startInvoiceInputSchema,
  taskListSchema,
  taxRateSchema,
} from '@countersign/shared/features/invoice-work'
import { z } from 'zod'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { askSend } from './ask-send.ts'
import { compareInvoice } from './compare-invoice.ts'
import { discardInvoice } from './discard-invoice.ts'
import { draftInvoice } from './draft-invoice.ts'
import { findCustomers } from './find-customers.ts'
import { finishTask } from './finish-task.ts'
import { keepInvoice } from './keep-invoice.ts'
import { listCatalogue } from './list-catalogue.ts'
import { listInvoices } from './list-invoices.ts'
import { listTasks } from './list-tasks.ts'
import { offerWays } from './offer-ways.ts'
import { openPdf } from './open-pdf.ts'
import { previewSend } from './preview-send.ts'
import { readInvoice } from './read-invoice.ts'
import { refreshInvoice } from './refresh-invoice.ts'
import { startInvoice } from './start-invoice.ts'

const byId = z.object({ id: manualInvoiceIdSchema })
const done = z.object({ isDone: z.literal(true) })
const DONE = { isDone: true } as const

const reads = {
  read: staffProcedure('invoice.read')
    .input(byId)
    .output(manualInvoiceSchema)
    .query(({ ctx, input }) => readInvoice(ctx.kernel, input.id)),

  list: staffProcedure('invoice.read')
    .input(listInvoicesInputSchema)
    .output(invoiceListSchema)
    .query(({ ctx, input }) => listInvoices(ctx.kernel, input)),

  tasks: staffProcedure('invoice.read')
    .input(listTasksInputSchema)
    .output(taskListSchema)
    .query(({ ctx, input }) => listTasks(ctx.kernel, input)),

  /** Opening it is noted, hence a mutation. */
  openPdf: staffProcedure('invoice.read')
    .input(byId)
    .output(openedPdfSchema)
    .mutation(({ ctx, input }) => openPdf(ctx.kernel, askingOf(ctx), input.id)),
}

/** What the wizard's steps choose from. */
const offers = {
  findCustomers: staffProcedure('invoice.manage')
    .input(byId)
    .output(customerCandidatesSchema)
    .query(({ ctx, input }) => findCustomers(ctx.kernel, input.id)),

  catalogue: staffProcedure('invoice.manage')
    .input(byId)
    .output(z.array(catalogueEntrySchema))
    .query(({ ctx, input }) => listCatalogue(ctx.kernel, input.id)),

  taxRates: staffProcedure('invoice.manage')
    .output(z.array(taxRateSchema))
    .query(({ ctx }) => ctx.kernel.stripe.listTaxRates()),

  methods: staffProcedure('invoice.manage')
    .input(byId)
    .output(z.array(methodOfferSchema))
    .query(({ ctx, input }) => offerWays(ctx.kernel.db, input.id)),

  compare: staffProcedure('invoice.manage')
    .input(compareInvoiceInputSchema)
    .output(comparisonSchema)
    .query(({ ctx, input }) => compareInvoice(ctx.kernel, input)),
}

export const invoicesRouter = router({
  ...reads,
  ...offers,

  start: staffProcedure('invoice.manage')
    .input(startInvoiceInputSchema)
    .output(keptInvoiceSchema)
    .mutation(({ ctx, input }) => startInvoice(ctx.kernel, askingOf(ctx), input)),

  keep: staffProcedure('invoice.manage')
    .input(keepInvoiceInputSchema)
    .output(keptInvoiceSchema)
    .mutation(({ ctx, input }) => keepInvoice(ctx.kernel, askingOf(ctx), input)),

  draft: staffProcedure('invoice.manage')
    .input(draftInvoiceInputSchema)
    .output(keptInvoiceSchema)
    .mutation(({ ctx, input }) => draftInvoice(ctx.kernel, askingOf(ctx), input)),

  discard: staffProcedure('invoice.manage')
    .input(discardInvoiceInputSchema)
    .output(keptInvoiceSchema)
    .mutation(({ ctx, input }) => discardInvoice(ctx.kernel, askingOf(ctx), input)),

  refresh: staffProcedure('invoice.manage')
    .input(byId)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await refreshInvoice(ctx.kernel, askingOf(ctx), input.id)
      return DONE
    }),

  previewSend: staffProcedure('invoice.manage')
    .input(previewSendInputSchema)
    .output(sumPreviewSchema)
    .query(({ ctx, input }) => previewSend(ctx.kernel, ctx.staff, input)),

  askSend: staffProcedure('invoice.manage')
    .input(askSendInputSchema)
    .output(askedSchema)
    .mutation(({ ctx, input }) => askSend(ctx.kernel, askingOf(ctx), input)),

  finishTask: staffProcedure('invoice.manage')
    .input(finishTaskInputSchema)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await finishTask(ctx.kernel, askingOf(ctx), input)
      return DONE
    }),
})
