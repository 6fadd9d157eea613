import type { Json } from '@countersign/shared/canonical'
import type { SendFacts, SendPayload } from '@countersign/shared/features/invoice-sending'
import type { InvoiceChoices } from '@countersign/shared/features/invoice-work'
import { type Quote, quoteContentSchema } from '@countersign/shared/features/quotes'
import type { Money } from '@countersign/shared/money'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { contentHash } from '../../kernel/fingerprint.ts'
import type { GatewayPrice } from '../../ports/payment-facts.ts'
import type { GatewayCandidate } from '../../ports/payment-gateway.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import { readQuote } from '../quotes/index.ts'
import { belowCatalogue, discountWords } from './below-rules.ts'
import { teamIdsIn, unprovenWords } from './candidate-rules.ts'
import { carriesTeam } from './carries-team.ts'
import { checkCustomer } from './check-customer.ts'
import { compareLines } from './comparison-rules.ts'
import { deliveriesOf } from './delivery-rules.ts'
import { invoicedLines, liveLineWords } from './live-rules.ts'
import { parseChoices } from './parse-choices.ts'
import { findInvoice, type InvoiceRow } from './store.ts'
import { compareTerms } from './term-rules.ts'

type SendableDocument = InvoiceDocument & { readonly status: 'draft' | 'open' }

const isSendable = (document: InvoiceDocument): document is SendableDocument =>
  document.status === 'draft' || document.status === 'open'

/** Refuses INVOICE_NOT_READY when there is nothing any more that could be sent. */
const readSendable = async ({ stripe }: Pick<Kernel, 'stripe'>, stripeId: string): Promise<SendableDocument> => {
  const document = await stripe.readInvoiceDocument(stripeId)
  if (document && isSendable(document)) return document
  const words = document ? `The invoice is ${document.status} at Stripe.` : 'The draft isn’t at Stripe any more.'
  throw new AppError('INVOICE_NOT_READY', { data: { obstacles: [{ code: 'gone', words }] } })
}

const quoteFacts = (quote: Quote): SendFacts['quote'] => {
  const content = quoteContentSchema.strip().parse(quote) satisfies Json
  const { id, reference, acceptedBy, acceptedOn, terms, total } = quote
  return { id, reference, acceptedBy, acceptedOn, terms, total, hash: contentHash(content) }
}

interface Read {
  readonly row: InvoiceRow
  readonly choices: InvoiceChoices
  readonly quote: Quote
  readonly document: SendableDocument
  readonly customer: GatewayCandidate
  readonly balance: Money | null
  readonly isCarried: boolean
  readonly prices: readonly GatewayPrice[]
  readonly teamKeys: readonly string[]
}

const factsOf = ({
  row,
  choices,
  quote,
  document,
  customer,
  balance,
  isCarried,
  prices,
  teamKeys,
}: Read): SendFacts => ({
  quote: quoteFacts(quote),
  customer: {
    stripeId: customer.customerStripeId,
    name: customer.name,
    email: customer.email,
    teamIds: teamIdsIn(customer.metadata, teamKeys),
    balance,
  },
  status: document.status,
  number: document.number,
  lines: document.lines.map((line) => ({ words: liveLineWords(line), amount: line.amount })),
  subtotal: document.subtotal,
  tax: document.tax,
  total: document.total,
  amountDue: document.amountDue,
  methods: [...(document.methods ?? [])],
  memo: document.memo ?? '',
  customFields: document.customFields.map(({ name, value }) => `${name}: ${value}`),
  daysUntilDue: choices.daysUntilDue,
  comparison: compareLines(quote.lines, invoicedLines(document, choices.lines), row.currency),
  terms: compareTerms(quote, choices, { document, email: customer.email }),
  accepted: choices.accepted,
  repeatReason: row.repeatReason,
  unproven: unprovenWords(quote.teamId, isCarried),
  belowCatalogue: [...belowCatalogue(document.lines, choices.lines, prices), ...discountWords(document)],
  deliveries: deliveriesOf(document.lines, prices),
})

/** All that sending it rests on, live. Refuses what can't be sent at all. */
export const readSendFacts = async (
  kernel: Kernel,
  { payload }: { readonly payload: SendPayload },
): Promise<SendFacts> => {
  const row = await findInvoice(kernel.db, payload.manualInvoiceId)
  if (row?.stripeId !== payload.invoiceStripeId) throw new AppError('NOT_FOUND')
  const document = await readSendable(kernel, row.stripeId)
  const [quote, customer, account, prices] = await Promise.all([
    readQuote(kernel.db, row.quoteId),
    checkCustomer(kernel, document.customerStripeId, row),
    kernel.stripe.readCustomer(document.customerStripeId),
    kernel.stripe.listPrices(),
  ])
  const isCarried = quote.teamId !== null && (await carriesTeam(kernel, customer, quote.teamId))
  const { teamKeys } = kernel.settings
  const balance = account?.balance ?? null
  return factsOf({ row, choices: parseChoices(row), quote, document, customer, balance, isCarried, prices, teamKeys })
}
