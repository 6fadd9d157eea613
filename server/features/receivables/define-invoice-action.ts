import type { Card } from '@countersign/shared/features/approvals'
import { type InvoiceFacts, invoiceFactsSchema, type InvoiceWish } from '@countersign/shared/features/receivables'
import type { Money } from '@countersign/shared/money'
import type { z } from 'zod'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import { type Action, type ActionInput, defineAction } from '../approvals/index.ts'
import type { StepContext } from '../executions/index.ts'
import { closingBinding, mayClose } from './closing-rules.ts'
import { readInvoiceFacts } from './read-invoice-facts.ts'
import { settleInvoice } from './settle-invoice.ts'

type Context<Payload> = StepContext<ActionInput<Payload, InvoiceFacts>>

export interface InvoiceActionSpec<Payload> {
  readonly kind: InvoiceWish['kind']
  readonly payload: z.ZodType<Payload>
  /** Beyond the invoice's state: throws what can't be asked for. */
  readonly check?: (kernel: Kernel, payload: Payload, facts: InvoiceFacts) => void
  readonly given: (payload: Payload) => Money | null
  readonly card: (payload: Payload, facts: InvoiceFacts) => Omit<Card, 'given'>
  /** The one call; answers the invoice as it is afterwards. */
  readonly write: (context: Context<Payload>, key: string) => Promise<InvoiceDocument>
  /** The invoice once the call was carried out, by whichever attempt; null while it wasn't. */
  readonly find: (context: Context<Payload>) => Promise<InvoiceDocument | null>
  /** Into the log with what happened: nothing of a person. */
  readonly details: (payload: Payload) => Readonly<Record<string, unknown>>
}

/** Becomes part of the record: without the addresses, under which anybody could read the invoice. */
const resultOf = (document: InvoiceDocument) => ({ invoice: { ...document, lines: [], pdfUrl: null, hostedUrl: null } })

/** An action that closes or credits one invoice: one call, whose effect stands in the invoice itself. */
export const defineInvoiceAction = <Payload extends { readonly invoiceStripeId: string }>(
  spec: InvoiceActionSpec<Payload>,
): Action =>
  defineAction<Payload, InvoiceFacts>({
    kind: spec.kind,
    payload: spec.payload,
    facts: invoiceFactsSchema,
    readFacts: async (kernel, { subject, payload, kept }) => {
      const facts = await readInvoiceFacts(kernel, payload.invoiceStripeId)
      if (facts.customerStripeId !== subject.customerStripeId) throw new AppError('INVOICE_ELSEWHERE')
      // What was asked for already tells by its facts what moved, rather than that it can't be done.
      if (kept !== undefined) return facts
      if (!mayClose(spec.kind, facts)) throw new AppError('INVOICE_NOT_OPEN', { data: { status: facts.status } })
      spec.check?.(kernel, payload, facts)
      return facts
    },
    binding: closingBinding,
    measure: (payload) => ({ given: spec.given(payload), flags: [] }),
    card: spec.card,
    steps: [
      {
        name: 'invoice',
        movesMoney: true,
        perform: async (context, key) => resultOf(await spec.write(context, key)),
        find: async (context) => {
          const document = await spec.find(context)
          return document === null ? { is: 'absent' } : { is: 'found', result: resultOf(document) }
        },
      },
    ],
    settle: (kernel, tx, { input, results }) =>
      settleInvoice(kernel, tx, {
        kind: spec.kind,
        input,
        details: spec.details(input.payload),
        result: results['invoice'],
      }),
  })
