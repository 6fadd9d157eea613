import type { HelpResult } from '@countersign/shared/features/billing-edits'
import type { Invoice } from '@countersign/shared/features/subscriptions'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError, GatewayError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { proveSubject } from '../cases/index.ts'
import { refusedHelp } from './help-rules.ts'

export interface HelpAsked {
  readonly ticket: string
  readonly customerStripeId: string
  readonly invoiceStripeId: string
  /** Made by the click: the same click again is the same call at Stripe. */
  readonly requestKey: string
}

export interface Help {
  /** `invoice.resend`, `invoice.retry` */
  readonly action: string
  /** Why Stripe needn't be asked at all. */
  readonly refusal: (invoice: Invoice) => string | null
  readonly give: (invoiceStripeId: string, idempotencyKey: string) => Promise<HelpResult>
}

type By = { readonly actor: StaffActor; readonly requestId: string }

/** Stripe said no, or nobody can tell; anything else is no matter of Stripe and goes on its way. */
const judge = (error: unknown): HelpResult => {
  if (!(error instanceof GatewayError) || error.gateway !== 'stripe') throw error
  return refusedHelp({ hasAnswered: error.failure === 'refused', message: error.stripe?.message ?? null })
}

const readTheirs = async ({ stripe }: Kernel, { customerStripeId, invoiceStripeId }: HelpAsked): Promise<Invoice> => {
  const [holder, invoice] = await Promise.all([stripe.readHolder(invoiceStripeId), stripe.readInvoice(invoiceStripeId)])
  if (!invoice || holder?.customerStripeId !== customerStripeId) throw new AppError('INVOICE_ELSEWHERE')
  return invoice
}

/**
 * Small help with one invoice of a proven team: not approved, in the log before anything is sent and after what came of
 * it. Refuses TEAM_NOT_PROVEN, INVOICE_ELSEWHERE and INVOICE_NOT_OPEN.
 */
export const giveHelp = async (kernel: Kernel, by: By, asked: HelpAsked, help: Help): Promise<HelpResult> => {
  const subject = await proveSubject(kernel, asked)
  const invoice = await readTheirs(kernel, asked)
  const refusal = help.refusal(invoice)
  if (refusal !== null) throw new AppError('INVOICE_NOT_OPEN', { data: { status: refusal } })
  const record = (action: string, details: Readonly<Record<string, unknown>>, outcome: 'done' | 'refused') =>
    inTransaction(kernel.db, (tx) =>
      recordAudit(tx, kernel.clock.now(), {
        ...by,
        action,
        outcome,
        subject: { kind: 'invoice', id: asked.invoiceStripeId },
        ticket: asked.ticket,
        details: { team: subject.teamId, customer: subject.customerStripeId, requestKey: asked.requestKey, ...details },
        personal: subject.name ? { subjectName: subject.name } : {},
      }),
    )
  await record(`${help.action}-asked`, {}, 'done')
  const key = `${help.action}/${by.actor.id}/${asked.invoiceStripeId}/${asked.requestKey}`
  const result = await help.give(asked.invoiceStripeId, key).catch(judge)
  const isDone = result.outcome === 'sent' || result.outcome === 'paid'
  await record(help.action, { result }, isDone ? 'done' : 'refused')
  return result
}
