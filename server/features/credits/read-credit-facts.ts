import type { CreditFacts, CreditPayload } from '@countersign/shared/features/credits'
import { isEnded, type NextInvoice } from '@countersign/shared/features/subscriptions'
import { dayOf, toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { readPolicy, type Subject } from '../approvals/index.ts'
import { readSubjectFacts } from '../cases/index.ts'
import { creditText } from './credit-text-rules.ts'
import { composeGifts } from './gift-history-rules.ts'
import { overlapFactsOf } from './gift-overlap-rules.ts'
import { nameCustomer } from './name-customer.ts'
import { comingEffect } from './next-invoice-rules.ts'
import { findOverlaps } from './overlap-rules.ts'
import { readGifts } from './read-gifts.ts'

type ReasonFacts = Pick<CreditFacts, 'reasonLabel' | 'needsWords'>

const readReason = async (kernel: Kernel, reasonId: string): Promise<ReasonFacts> => {
  const { policy } = await readPolicy(kernel)
  const reason = policy.creditReasons.find(({ id }) => id === reasonId)
  if (!reason) throw new AppError('CREDIT_REASON_UNKNOWN')
  return { reasonLabel: reason.label, needsWords: reason.needsText }
}

/** In the order in which they come; the balance pays the first one first. */
const readNextInvoices = async ({ stripe }: Kernel, customer: string): Promise<NextInvoice[]> => {
  const running = (await stripe.listSubscriptions(customer)).filter((one) => !isEnded(one))
  const next = await Promise.all(running.map(({ stripeId }) => stripe.previewNextInvoice(customer, stripeId)))
  return next
    .filter((invoice) => invoice !== null)
    .toSorted((first, second) => (first.at ?? '').localeCompare(second.at ?? ''))
}

/**
 * What the word on a credit rests on, live; the reason of one that waits is as it was asked. Refuses with
 * CREDIT_REASON_UNKNOWN, CURRENCY_DIFFERS, and as the proof of the team does.
 */
export const readCreditFacts = async (
  kernel: Kernel,
  { subject, payload, kept }: { subject: Subject; payload: CreditPayload; kept?: ReasonFacts | undefined },
): Promise<CreditFacts> => {
  const { reasonLabel, needsWords } = kept ?? (await readReason(kernel, payload.reasonId))
  const facts = await readSubjectFacts(kernel, subject)
  if (facts.currency !== null && facts.currency !== payload.amount.currency)
    throw new AppError('CURRENCY_DIFFERS', { data: { currency: facts.currency } })
  const [gifts, nextInvoices] = await Promise.all([
    readGifts(kernel, subject),
    readNextInvoices(kernel, nameCustomer(subject)),
  ])
  const totals = nextInvoices.map(({ total }) => total)
  if (comingEffect({ balance: facts.balance, totals }, payload.amount).verdict === 'refused')
    throw new AppError('CURRENCY_DIFFERS')
  const today = dayOf(toIso(kernel.clock.now()))
  const compared = overlapFactsOf(gifts, { period: payload.period, today })
  return {
    subject: facts,
    reasonLabel,
    needsWords,
    text: creditText(payload, { reasonLabel, ticket: subject.ticket }),
    history: composeGifts(gifts),
    overlaps: findOverlaps(compared),
    compared: compared.prorations.length + compared.coupons.length + compared.credits.length,
    nextInvoices,
  }
}
