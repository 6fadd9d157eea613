import { z } from 'zod'
import { moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'
import { askedSchema, askSchema, stepLineSchema } from './approvals.ts'
import {
  acceptedDifferenceSchema,
  chainLinkSchema,
  INVOICE_STEPS,
  invoiceLineWishSchema,
  invoiceMethodSchema,
  lineComparisonSchema,
  manualInvoiceLineSchema,
  termComparisonSchema,
} from './invoices.ts'
import { addressSchema, MOST_QUOTE_LINES, quoteSchema } from './quotes.ts'
import { INVOICE_STATUSES } from './subscriptions.ts'

export const manualInvoiceIdSchema = z.string().regex(/^miv_[0-9A-Z]{26}$/)
export const taskIdSchema = z.string().regex(/^ftk_[0-9A-Z]{26}$/)
const quoteIdSchema = z.string().min(1).max(100)
const customerStripeIdSchema = z.string().regex(/^cus_[A-Za-z0-9_]{1,250}$/)

/** `asked`: somebody was asked to approve. `sent`: whatever became of it since is its status. `ended`: voided. */
export const MANUAL_INVOICE_STATES = ['editing', 'drafting', 'drafted', 'asked', 'sent', 'discarded', 'ended'] as const
export type ManualInvoiceState = (typeof MANUAL_INVOICE_STATES)[number]

/** Who is billed: a customer of Stripe's, or one to be made with the quote's team id in its metadata. */
export const customerChoiceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('existing'), customerStripeId: customerStripeIdSchema }),
  z.strictObject({
    kind: z.literal('new'),
    name: z.string().trim().min(1).max(256),
    email: z.email().max(320),
    address: addressSchema,
  }),
])
export type CustomerChoice = z.infer<typeof customerChoiceSchema>

/** Everything that finance chooses; each part can be saved alone. */
export const invoiceChoicesSchema = z.strictObject({
  customer: customerChoiceSchema.nullable(),
  lines: z.array(invoiceLineWishSchema).max(MOST_QUOTE_LINES),
  methods: z.array(invoiceMethodSchema).max(8),
  daysUntilDue: z.number().int().min(0).max(365),
  /** Longer than an invoice takes is refused by its own code, so that nobody's text is lost in a schema. */
  memo: z.string().trim().max(20_000),
  taxRateStripeIds: z.array(z.string().regex(/^txr_[A-Za-z0-9_]{1,250}$/)).max(10),
  accepted: z.array(acceptedDifferenceSchema).max(2 * MOST_QUOTE_LINES + 4),
})
export type InvoiceChoices = z.infer<typeof invoiceChoicesSchema>

export const CANDIDATE_STRENGTHS = ['proven', 'email', 'name', 'other-team'] as const
export const customerCandidateSchema = z.object({
  customerStripeId: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  currency: z.string().nullable(),
  /** Ids of teams in its own metadata. */
  teamIds: z.array(z.string()),
  /** `proven`: carries the quote's team id. `other-team`: carries another one, and can't be chosen. */
  strength: z.enum(CANDIDATE_STRENGTHS),
  words: z.string(),
  mayChoose: z.boolean(),
})
export type CustomerCandidate = z.infer<typeof customerCandidateSchema>

export const customerCandidatesSchema = z.object({
  candidates: z.array(customerCandidateSchema),
  /** Two that could be meant, e-mail that others use, a team without any: sentences. */
  warnings: z.array(z.string()),
})

export const DELIVERIES = ['license', 'coupon', 'tenant'] as const
export const deliveryKindSchema = z.enum(DELIVERIES)
export type DeliveryKind = z.infer<typeof deliveryKindSchema>
export const deliverOnSchema = z.enum(['sent', 'paid'])
export type DeliverOn = z.infer<typeof deliverOnSchema>

export const catalogueEntrySchema = z.object({
  priceStripeId: z.string(),
  productStripeId: z.string(),
  productName: z.string(),
  nickname: z.string().nullable(),
  unitAmount: moneySchema,
  /** `1 year`; null = paid once. */
  interval: z.string().nullable(),
  delivers: deliveryKindSchema.nullable(),
})
export type CatalogueEntry = z.infer<typeof catalogueEntrySchema>

export const methodOfferSchema = z.object({
  method: invoiceMethodSchema,
  isPossible: z.boolean(),
  isDefault: z.boolean(),
  /** What it is, or why it isn't possible. */
  words: z.string(),
})
export type MethodOffer = z.infer<typeof methodOfferSchema>

export const taxRateSchema = z.object({
  stripeId: z.string(),
  name: z.string(),
  percent: z.number(),
  isInclusive: z.boolean(),
  country: z.string().nullable(),
})

/** What Stripe says of the invoice now, for the page as the customer will see it. Nothing of it is added up by us. */
export const invoiceViewSchema = z.object({
  stripeId: z.string(),
  customerStripeId: z.string(),
  customerName: z.string().nullable(),
  customerEmail: z.string().nullable(),
  number: z.string().nullable(),
  status: z.enum(INVOICE_STATUSES),
  methods: z.array(z.string()).nullable(),
  memo: z.string().nullable(),
  customFields: z.array(z.object({ name: z.string(), value: z.string() })),
  lines: z.array(
    z.object({
      description: z.string(),
      quantity: z.number().nullable(),
      unitAmount: moneySchema.nullable(),
      amount: moneySchema,
      periodStartsAt: z.string(),
      periodEndsAt: z.string(),
    }),
  ),
  subtotal: moneySchema,
  discount: moneySchema,
  tax: moneySchema,
  total: moneySchema,
  balanceApplied: moneySchema,
  amountDue: moneySchema,
  amountPaid: moneySchema,
  amountRemaining: moneySchema,
  dueAt: isoTimeSchema.nullable(),
  paidAt: isoTimeSchema.nullable(),
  hasPdf: z.boolean(),
})
export type InvoiceView = z.infer<typeof invoiceViewSchema>

export const TASK_STATES = ['waiting', 'open', 'suspended', 'done'] as const
export const fulfilmentTaskSchema = z.object({
  id: z.string(),
  manualInvoiceId: z.string(),
  quoteReference: z.string(),
  customerName: z.string(),
  teamId: z.string().nullable(),
  kind: deliveryKindSchema,
  deliverOn: deliverOnSchema,
  /** What was sold: `Enterprise, self-managed × 20`. */
  what: z.string(),
  state: z.enum(TASK_STATES),
  /** What has to happen, or what it waits for. */
  words: z.string(),
  holder: z.string().nullable(),
  since: isoTimeSchema,
  isStuck: z.boolean(),
  doneBy: z.string().nullable(),
  /** What fulfilled it: a coupon's request. */
  fulfilledBy: z.string().nullable(),
})
export type FulfilmentTask = z.infer<typeof fulfilmentTaskSchema>

/** What has to be done before the next step can be taken; the code names it, the words say it. */
export const obstacleSchema = z.object({
  code: z.enum(['customer', 'lines', 'difference', 'methods', 'memo', 'draft', 'outdated', 'gone', 'in-work', 'mail']),
  words: z.string(),
})
export type Obstacle = z.infer<typeof obstacleSchema>

export const manualInvoiceSchema = z.object({
  id: manualInvoiceIdSchema,
  version: z.number().int(),
  state: z.enum(MANUAL_INVOICE_STATES),
  step: z.enum(INVOICE_STEPS),
  quote: quoteSchema,
  choices: invoiceChoicesSchema,
  repeatReason: z.string().nullable(),
  /** Earlier or parallel invoices of the same quote that weren't discarded or voided. */
  others: z.array(z.object({ id: z.string(), stripeId: z.string().nullable(), number: z.string().nullable() })),
  /** Of the quote against the draft as it is at Stripe, or against the lines as they are chosen. */
  comparison: z.array(lineComparisonSchema),
  comparedWith: z.enum(['lines', 'draft']),
  /** What else of the draft differs from the quote; without a draft nobody can tell. */
  terms: z.array(termComparisonSchema),
  difference: moneySchema,
  /** Why a draft can't be made, and why it can't be sent; empty = it can. */
  beforeDraft: z.array(obstacleSchema),
  beforeSend: z.array(obstacleSchema),
  drafting: z.object({ steps: z.array(stepLineSchema), problem: z.string().nullable() }).nullable(),
  /** Why the last draft wasn't made. */
  problem: z.string().nullable(),
  document: invoiceViewSchema.nullable(),
  /** Stripe couldn't be asked just now, in words. */
  documentProblem: z.string().nullable(),
  request: askedSchema.extend({ requesterName: z.string(), approvals: z.number().int() }).nullable(),
  chain: z.array(chainLinkSchema),
  isStuck: z.boolean(),
  tasks: z.array(fulfilmentTaskSchema),
  startedBy: z.string(),
  changedBy: z.string(),
  changedAt: isoTimeSchema,
})
export type ManualInvoice = z.infer<typeof manualInvoiceSchema>

/** `version`: as the screen last read it; somebody else's change in between is refused, not overwritten. */
const atVersion = z.object({ id: manualInvoiceIdSchema, version: z.number().int() })

export const startInvoiceInputSchema = z.object({
  quoteId: quoteIdSchema,
  repeat: z
    .strictObject({ reason: z.string().trim().min(3).max(500) })
    .nullable()
    .default(null),
})
export const keepInvoiceInputSchema = atVersion.extend({ choices: invoiceChoicesSchema.partial() })
export const compareInvoiceInputSchema = z.object({
  id: manualInvoiceIdSchema,
  lines: invoiceChoicesSchema.shape.lines,
})
export const comparisonSchema = z.object({ lines: z.array(lineComparisonSchema), difference: moneySchema })
export const draftInvoiceInputSchema = atVersion
export const discardInvoiceInputSchema = atVersion.extend({ reason: z.string().trim().min(3).max(500) })
export const previewSendInputSchema = atVersion
export const askSendInputSchema = atVersion.extend({ ask: askSchema })
export const keptInvoiceSchema = z.object({ id: manualInvoiceIdSchema, version: z.number().int() })

export const INVOICE_FILTERS = ['all', 'open', 'editing', 'approval', 'sent', 'paid', 'stuck', 'over'] as const
export type InvoiceFilter = (typeof INVOICE_FILTERS)[number]
export const listInvoicesInputSchema = z.object({
  filter: z.enum(INVOICE_FILTERS).default('open'),
  teamId: z.string().max(200).optional(),
  customerStripeId: customerStripeIdSchema.optional(),
  quoteId: quoteIdSchema.optional(),
  before: manualInvoiceIdSchema.optional(),
  limit: z.number().int().min(1).max(100).default(50),
})
export type ListInvoicesInput = z.infer<typeof listInvoicesInputSchema>
export const invoiceListSchema = z.object({
  rows: z.array(manualInvoiceLineSchema),
  /** Where the next page begins; null = that was all. */
  next: manualInvoiceIdSchema.nullable(),
})

export const listTasksInputSchema = z.object({
  state: z.enum([...TASK_STATES, 'unfinished']).default('unfinished'),
  before: taskIdSchema.optional(),
  limit: z.number().int().min(1).max(100).default(50),
})
export type ListTasksInput = z.infer<typeof listTasksInputSchema>
export const taskListSchema = z.object({ rows: z.array(fulfilmentTaskSchema), next: taskIdSchema.nullable() })
export const finishTaskInputSchema = z.object({ id: taskIdSchema, couponRequestId: z.string().min(1).max(100) })

export const openedPdfSchema = z.object({ pdfUrl: z.string(), hostedUrl: z.string().nullable(), name: z.string() })
