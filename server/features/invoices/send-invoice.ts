import {
  type SendFacts,
  sendFactsSchema,
  type SendPayload,
  sendPayloadSchema,
} from '@countersign/shared/features/invoice-sending'
import { type Money, moneySchema, moneyText } from '@countersign/shared/money'
import { z } from 'zod'
import { AppError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { defineAction } from '../approvals/index.ts'
import { changeRow } from './change-row.ts'
import { differenceWords, openDifferences } from './comparison-rules.ts'
import { finaliseInvoice } from './finalise-invoice.ts'
import { mailInvoice } from './mail-invoice.ts'
import { readSendFacts } from './read-send-facts.ts'
import { readRow } from './read-row.ts'
import { requireCurrent } from './require-current.ts'
import { billedOf, flagsOf, leastOf, sendBinding, sendCard } from './send-card-rules.ts'
import { settleSend } from './settle-send.ts'
import { openTerms, termWords } from './term-rules.ts'

const checkAsk = (_payload: SendPayload, { comparison, terms, accepted, customer }: SendFacts): void => {
  const obstacles = [
    ...openDifferences(comparison, accepted).map((line) => ({ code: 'difference', words: differenceWords(line) })),
    ...openTerms(terms, accepted).map((term) => ({ code: 'difference', words: termWords(term) })),
    ...(customer.email === null ? [{ code: 'mail', words: 'The customer has no e-mail to send it to.' }] : []),
  ]
  if (obstacles.length > 0) throw new AppError('INVOICE_NOT_READY', { data: { obstacles } })
}

/** In the transaction of the request: from here on nobody changes it, and nobody asks for it twice. */
const markAsked = async (
  tx: Transaction,
  { requestId, at, payload }: { requestId: string; at: number; payload: SendPayload },
): Promise<void> => {
  const standing = await readRow(tx, payload.manualInvoiceId)
  // An expired request that is asked for again comes this way alone.
  requireCurrent(standing, standing.row.version)
  const { row } = standing
  if (row.stripeId !== payload.invoiceStripeId)
    throw new AppError('INVOICE_CHANGED', { data: { version: row.version } })
  await changeRow(tx, row, { state: 'asked', requestId, askedAt: at, problem: null, by: row.changedBy, at })
}

const totalSchema = z.object({ total: moneySchema })

const surprisesOf = (was: Money, result: unknown) => {
  const now = totalSchema.safeParse(result).data?.total
  if (!now || now.amount === was.amount) return []
  return [{ what: 'Total', was: moneyText(was), now: moneyText(now) }]
}

/** Finalises the draft and has Stripe mail it to the customer. */
export const sendInvoice = defineAction<SendPayload, SendFacts>({
  kind: 'invoice.send',
  payload: sendPayloadSchema,
  facts: sendFactsSchema,
  readFacts: readSendFacts,
  binding: sendBinding,
  measure: (_payload, facts) => ({
    given: null,
    billed: billedOf(facts),
    flags: flagsOf(facts),
    least: leastOf(facts),
  }),
  checkAsk,
  asked: markAsked,
  card: (_payload, facts) => sendCard(facts),
  steps: [finaliseInvoice, mailInvoice],
  surprises: ({ facts }, results) => surprisesOf(facts.total, results['finalise']),
  settle: settleSend,
})
