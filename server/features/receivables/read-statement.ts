import type { Statement, StatementInput } from '@countersign/shared/features/receivables'
import { dayOf, toIso } from '@countersign/shared/times'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { GatewayCandidate } from '../../ports/payment-gateway.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import { recordAudit } from '../audit-log/index.ts'
import { composeStatement } from './statement-rules.ts'

interface By {
  readonly actor: StaffActor
  readonly requestId: string
}

/** Each is asked for by itself; more than these would keep somebody waiting for minutes. */
const MOST_INVOICES = 500
/** Stripe allows 25 reads a second. */
const AT_ONCE = 5
const ALWAYS = toIso(0)

const listIds = async ({ stripe }: Kernel, customer: string): Promise<string[]> => {
  const ids: string[] = []
  for (let hasMore = true; hasMore; ) {
    const page = await stripe.listInvoices(customer, ids.at(-1))
    ids.push(...page.rows.map(({ stripeId }) => stripeId))
    hasMore = page.hasMore
    if (ids.length > MOST_INVOICES) throw new AppError('STATEMENT_TOO_LONG', { data: { most: MOST_INVOICES } })
  }
  return ids
}

const readDocuments = async (kernel: Kernel, customer: string): Promise<InvoiceDocument[]> => {
  const ids = await listIds(kernel, customer)
  const found: Array<InvoiceDocument | null> = []
  for (let from = 0; from < ids.length; from += AT_ONCE)
    found.push(
      ...(await Promise.all(ids.slice(from, from + AT_ONCE).map((id) => kernel.stripe.readInvoiceDocument(id)))),
    )
  return found.filter((document) => document !== null)
}

/** Looking at a customer is in the log before anything is shown. */
const recordLook = ({ db, clock }: Kernel, by: By, { customerStripeId, from, to }: StatementInput): Promise<void> =>
  inTransaction(db, (tx) =>
    recordAudit(tx, clock.now(), {
      ...by,
      action: 'customer.opened',
      subject: { kind: 'customer', id: customerStripeId },
      details: { part: 'statement', from, to },
    }),
  )

/** A deleted customer is still named by their invoices. */
const addresseeOf = (customer: GatewayCandidate | null, [newest]: readonly InvoiceDocument[]) => ({
  customerName: customer ? customer.name : (newest?.customerName ?? null),
  customerEmail: customer ? customer.email : (newest?.customerEmail ?? null),
})

/** Everything between a customer and us in a span, live. Refuses with STATEMENT_TOO_LONG, and NOT_FOUND where nothing is. */
export const readStatement = async (kernel: Kernel, by: By, input: StatementInput): Promise<Statement> => {
  const { customerStripeId, from, to } = input
  const now = kernel.clock.now()
  const [customer, documents, notes] = await Promise.all([
    kernel.stripe.readCandidate(customerStripeId),
    readDocuments(kernel, customerStripeId),
    kernel.stripe.listCreditNotesSince(customerStripeId, ALWAYS),
  ])
  if (!customer && documents.length === 0) throw new AppError('NOT_FOUND')
  await recordLook(kernel, by, input)
  const standing = notes.filter(({ isVoid }) => !isVoid)
  return {
    customerStripeId,
    ...addresseeOf(customer, documents),
    from,
    to,
    readAt: toIso(now),
    currencies: composeStatement(documents, standing, { from, to, today: dayOf(toIso(now)) }),
  }
}
