import {
  importPreviewSchema,
  importRunSchema,
  quotablePriceSchema,
  quoteContentSchema,
  quoteFilterSchema,
  quotePageSchema,
  quoteSchema,
  quoteTwinSchema,
  UPLOAD_PART_BYTES,
  UPLOAD_PURPOSES,
} from '@countersign/shared/features/quotes'
import { isoTimeSchema } from '@countersign/shared/times'
import { z } from 'zod'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { addUploadPart } from './add-upload-part.ts'
import { attachFile } from './attach-file.ts'
import { beginUpload } from './begin-upload.ts'
import { cancelImport } from './cancel-import.ts'
import { changeQuote } from './change-quote.ts'
import { findTwin } from './find-twin.ts'
import { followImport } from './follow-import.ts'
import { listPrices } from './list-prices.ts'
import { listQuotes } from './list-quotes.ts'
import { previewImport } from './preview-import.ts'
import { readAttachment } from './read-attachment.ts'
import { readLatestImport } from './read-latest-import.ts'
import { readQuote } from './read-quote.ts'
import { recordQuote } from './record-quote.ts'
import { removeAttachment } from './remove-attachment.ts'
import { startImport } from './start-import.ts'
import { withdrawQuote } from './withdraw-quote.ts'

const id = z.string().min(1).max(60)
const byId = z.object({ id })
const meant = byId.extend({ changedAt: isoTimeSchema })
const upload = z.object({ uploadId: id })
/** The quote has the reference of another source's, and is another quote. */
const isTwinMeant = z.boolean().default(false)
/** Base64 of a full part. */
const MOST_PART_CHARS = Math.ceil(UPLOAD_PART_BYTES / 3) * 4

const reading = staffProcedure('invoice.read')
const managing = staffProcedure('invoice.manage')

export const quotesRouter = router({
  list: reading
    .input(
      z.object({
        filter: quoteFilterSchema.default({}),
        cursor: z.string().max(100).optional(),
        limit: z.number().int().min(1).max(200).default(100),
      }),
    )
    .output(quotePageSchema)
    .query(({ ctx, input }) => listQuotes(ctx.kernel, input)),

  read: reading
    .input(byId)
    .output(quoteSchema)
    .query(({ ctx, input }) => readQuote(ctx.kernel.db, input.id)),

  twin: reading
    .input(z.object({ reference: z.string().trim().min(1).max(100), source: z.string().trim().max(60) }))
    .output(quoteTwinSchema.nullable())
    .query(({ ctx, input }) => findTwin(ctx.kernel, input)),

  prices: managing.output(z.array(quotablePriceSchema)).query(({ ctx }) => listPrices(ctx.kernel)),

  record: managing
    .input(z.object({ content: quoteContentSchema, isTwinMeant }))
    .output(quoteSchema)
    .mutation(({ ctx, input }) =>
      recordQuote(ctx.kernel, { ...askingOf(ctx), isTwinMeant: input.isTwinMeant }, input.content),
    ),

  change: managing
    .input(meant.extend({ content: quoteContentSchema, isTwinMeant }))
    .output(quoteSchema)
    .mutation(({ ctx, input }) => changeQuote(ctx.kernel, askingOf(ctx), input)),

  withdraw: managing
    .input(meant.extend({ reason: z.string().trim().min(3).max(1000), isBack: z.boolean().default(false) }))
    .output(quoteSchema)
    .mutation(({ ctx, input }) => withdrawQuote(ctx.kernel, askingOf(ctx), input)),

  beginUpload: managing
    .input(
      z.object({
        purpose: z.enum(UPLOAD_PURPOSES),
        name: z.string().min(1).max(500),
        bytes: z.number().int().min(1),
      }),
    )
    .output(upload)
    .mutation(({ ctx, input }) => beginUpload(ctx.kernel, ctx.staff, input)),

  uploadPart: managing
    .input(upload.extend({ part: z.number().int().min(0).max(100), base64: z.base64().max(MOST_PART_CHARS) }))
    .mutation(({ ctx, input }) => addUploadPart(ctx.kernel, ctx.staff, input)),

  attach: managing
    .input(meant.extend({ uploadId: id }))
    .output(quoteSchema)
    .mutation(({ ctx, input }) => attachFile(ctx.kernel, askingOf(ctx), input)),

  removeAttachment: managing
    .input(meant.extend({ attachmentId: id }))
    .output(quoteSchema)
    .mutation(({ ctx, input }) => removeAttachment(ctx.kernel, askingOf(ctx), input)),

  /** Writes down who took the file, hence a mutation. */
  readAttachment: reading
    .input(byId)
    .output(z.object({ name: z.string(), mediaType: z.string(), base64: z.string() }))
    .mutation(({ ctx, input }) => readAttachment(ctx.kernel, askingOf(ctx), input.id)),

  previewImport: managing
    .input(upload)
    .output(importPreviewSchema)
    .query(({ ctx, input }) => previewImport(ctx.kernel, ctx.staff, input.uploadId)),

  startImport: managing
    .input(upload)
    .output(importRunSchema)
    .mutation(({ ctx, input }) => startImport(ctx.kernel, askingOf(ctx), input.uploadId)),

  followImport: managing
    .input(byId)
    .output(importRunSchema)
    .query(({ ctx, input }) => followImport(ctx.kernel, ctx.staff, input.id)),

  latestImport: managing.output(importRunSchema.nullable()).query(({ ctx }) => readLatestImport(ctx.kernel, ctx.staff)),

  cancelImport: managing
    .input(byId)
    .output(importRunSchema)
    .mutation(({ ctx, input }) => cancelImport(ctx.kernel, askingOf(ctx), input.id)),
})
