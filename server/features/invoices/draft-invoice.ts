import { canonicalJson } from '@countersign/shared/canonical'
import type { InvoiceChoices } from '@countersign/shared/features/invoice-work'
import type { Quote } from '@countersign/shared/features/quotes'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { GatewayPrice } from '../../ports/payment-facts.ts'
import { recordAudit } from '../audit-log/index.ts'
import { beginExecution } from '../executions/index.ts'
import { markInvoiced, readQuote, takeQuote } from '../quotes/index.ts'
import { changeRow } from './change-row.ts'
import { checkCustomer } from './check-customer.ts'
import { customFieldsOf, DRAFT_KIND } from './draft-rules.ts'
import type { DraftInput } from './read-draft-input.ts'
import { findRival } from './find-rival.ts'
import { lineFaults } from './line-rules.ts'
import { noteOf } from './note-rules.ts'
import { obstaclesBeforeDraft } from './obstacle-rules.ts'
import { readRow, type Standing } from './read-row.ts'
import { requireChangeable } from './require-changeable.ts'
import { requireLiveDraft } from './require-live-draft.ts'
import type { By } from './start-invoice.ts'
import type { InvoiceRow } from './store.ts'

type LiveKernel = Pick<Kernel, 'db' | 'stripe' | 'settings'>

/** A quote can be changed until its first draft; what this was begun of may not be what stands there now. */
const requireSameQuote = ({ row }: Standing, { currency, reference }: Quote): void => {
  if (currency === row.currency && reference === row.quoteReference) return
  const words = 'The quote has another reference or currency now. Discard this invoice, and start again.'
  throw new AppError('INVOICE_NOT_READY', { data: { obstacles: [{ code: 'lines', words }] } })
}

const requireReady = ({ row, choices, state }: Standing): void => {
  const { quoteReference: reference, currency } = row
  const obstacles = obstaclesBeforeDraft({ choices, quote: { reference, currency }, state })
  if (obstacles.length > 0) throw new AppError('INVOICE_NOT_READY', { data: { obstacles } })
}

const requireNoRival = async (kernel: LiveKernel, { teamId, currency }: Quote): Promise<void> => {
  const rival = await findRival(kernel, { teamId, currency, executionId: null })
  if (rival !== null) throw new AppError('CUSTOMER_KNOWN', { data: { customer: rival } })
}

/** What only Stripe can tell: the catalogue, the tax rates, the customer. */
const checkLive = async (
  kernel: LiveKernel,
  { row, choices }: Standing,
  quote: Quote,
): Promise<readonly GatewayPrice[]> => {
  const { customer, lines, taxRateStripeIds } = choices
  const prices = await kernel.stripe.listPrices()
  const known = taxRateStripeIds.length === 0 ? [] : await kernel.stripe.listTaxRates()
  const faults = [
    ...lineFaults(lines, row.currency, prices),
    ...taxRateStripeIds
      .filter((id) => !known.some(({ stripeId }) => stripeId === id))
      .map((id) => `The tax rate ${id} is not in use at Stripe.`),
  ]
  if (faults.length > 0) throw new AppError('INVOICE_LINES_INVALID', { data: { faults } })
  if (customer?.kind === 'existing') await checkCustomer(kernel, customer.customerStripeId, quote)
  if (customer?.kind === 'new') await requireNoRival(kernel, quote)
  return prices
}

/** Two draftings that each make the team's customer go one after the other: the second finds what the first made. */
const subjectOf = ({ row, customer, team }: { readonly row: InvoiceRow } & Pick<DraftInput, 'customer' | 'team'>) =>
  customer.kind === 'new' && team.id !== null ? `team:${team.id}` : (row.customerStripeId ?? row.id)

interface Making {
  readonly row: InvoiceRow
  readonly quote: Quote
  readonly choices: InvoiceChoices
  readonly prices: readonly GatewayPrice[]
  readonly teamKey: string
  readonly now: number
}

/** Who manages their product themselves has no id of ours: a customer made for them gets one, to be found again by. */
const teamOf = ({ row, quote, choices, now }: Pick<Making, 'row' | 'quote' | 'choices' | 'now'>): string | null =>
  quote.teamId ?? row.teamId ?? (choices.customer?.kind === 'new' ? newId('smt', now) : null)

const inputOf = ({ row, quote, choices, prices, teamKey, now }: Making): DraftInput => {
  const { customer, lines, methods, memo, daysUntilDue, taxRateStripeIds } = choices
  if (customer === null) throw new AppError('INVOICE_NOT_READY')
  const productOf = new Map(prices.map(({ stripeId, productStripeId }) => [stripeId, productStripeId]))
  return {
    manualInvoiceId: row.id,
    previousStripeId: row.stripeId,
    customer,
    team: { key: teamKey, id: teamOf({ row, quote, choices, now }) },
    quoteReference: quote.reference,
    ticket: quote.ticket,
    currency: quote.currency,
    daysUntilDue,
    methods,
    memo,
    customFields: customFieldsOf(quote),
    taxRateStripeIds,
    lines: lines.map(({ description, quantity, unitAmount, priceStripeId }, place) => ({
      number: place + 1,
      description,
      quantity,
      unitAmount,
      productStripeId: priceStripeId === null ? null : (productOf.get(priceStripeId) ?? null),
    })),
    begunAt: toIso(now),
  }
}

/**
 * Has the draft made at Stripe, or made anew. From here on the quote stands as it was accepted. Refuses INVOICE_NOT_READY
 * with all that is missing, and what Stripe alone can tell by its own code.
 */
export const draftInvoice = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'stripe' | 'settings'>,
  { actor, requestId }: By,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<{ id: string; version: number }> => {
  const seen = await readRow(kernel.db, id)
  requireChangeable(seen, version)
  await requireLiveDraft(kernel, { actor, requestId }, seen)
  const seenQuote = await readQuote(kernel.db, seen.row.quoteId)
  requireSameQuote(seen, seenQuote)
  requireReady(seen)
  const prices = await checkLive(kernel, seen, seenQuote)
  return inTransaction(kernel.db, async (tx) => {
    const now = kernel.clock.now()
    const standing = await readRow(tx, id)
    requireChangeable(standing, version)
    const { row, choices } = standing
    const quote = await takeQuote(tx, row.quoteId)
    if (quote.changedAt !== seenQuote.changedAt) throw new AppError('INVOICE_CHANGED', { data: { version } })
    await markInvoiced(tx, quote.id)
    const teamKey = kernel.settings.teamKeys[0] ?? 'team'
    const input = inputOf({ row, quote, choices, prices, teamKey, now })
    const executionId = newId('ivd', now)
    const { customerName, teamId, ticket, acceptedOn: quoteAcceptedOn } = quote
    const next = await changeRow(tx, row, {
      state: 'drafting',
      executionId,
      draftCount: row.draftCount + 1,
      problem: null,
      customerName,
      teamId: teamId ?? row.teamId,
      ticket,
      quoteAcceptedOn,
      by: actor.name,
      at: now,
    })
    await beginExecution(tx, {
      id: executionId,
      kind: DRAFT_KIND,
      subjectKey: subjectOf({ row, ...input }),
      input: canonicalJson(input),
      requestedAt: now,
      now,
    })
    const details = { drafting: executionId, replaces: row.stripeId }
    await recordAudit(tx, now, { actor, requestId, action: 'invoice.drafting', ...noteOf(row, details) })
    return { id, version: next }
  })
}
