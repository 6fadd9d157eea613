import { invoiceMethodSchema } from '@countersign/shared/features/invoices'
import { customerChoiceSchema, manualInvoiceIdSchema } from '@countersign/shared/features/invoice-work'
import { currencySchema } from '@countersign/shared/money'
import { z } from 'zod'

/** What the steps of a drafting work with; nothing in it changes once it was begun. */
const draftInputSchema = z.strictObject({
  manualInvoiceId: manualInvoiceIdSchema,
  /** Made by an earlier drafting, and to be replaced. */
  previousStripeId: z.string().nullable(),
  customer: customerChoiceSchema,
  /** Goes into the metadata, of a new customer by its configured key; null: nobody knows one. */
  team: z.strictObject({ key: z.string(), id: z.string().nullable() }),
  quoteReference: z.string(),
  ticket: z.string().nullable(),
  currency: currencySchema,
  daysUntilDue: z.number().int(),
  methods: z.array(invoiceMethodSchema),
  memo: z.string(),
  customFields: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  taxRateStripeIds: z.array(z.string()),
  lines: z.array(
    z.strictObject({
      number: z.number().int(),
      description: z.string(),
      quantity: z.number().int(),
      unitAmount: z.number().int(),
      productStripeId: z.string().nullable(),
    }),
  ),
  /** The first look for what was made begins here. */
  begunAt: z.iso.datetime(),
})
export type DraftInput = z.infer<typeof draftInputSchema>

/** As it was kept when the drafting was begun. */
export const readDraftInput = ({ input }: { readonly input: string }): DraftInput =>
  draftInputSchema.parse(JSON.parse(input))
