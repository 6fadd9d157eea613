import {
  type CreditFacts,
  creditFactsSchema,
  type CreditPayload,
  creditPayloadSchema,
} from '@countersign/shared/features/credits'
import { type Money, moneyText } from '@countersign/shared/money'
import { AppError } from '../../kernel/errors.ts'
import { requestMetadata } from '../../ports/request-metadata.ts'
import { type ActionInput, defineAction } from '../approvals/index.ts'
import { unaccepted } from './acceptance-rules.ts'
import { creditCard } from './credit-card-rules.ts'
import { periodMark } from './credit-mark-rules.ts'
import { nameCustomer } from './name-customer.ts'
import { readCreditFacts } from './read-credit-facts.ts'
import { writeEntry } from './write-entry.ts'

const STEP = 'credit'

const negative = ({ amount, currency }: Money): Money => ({ amount: -amount, currency })

const checkAsk = (payload: CreditPayload, { needsWords, overlaps }: CreditFacts): void => {
  if (needsWords && payload.reasonWords === null) throw new AppError('CREDIT_WORDS_MISSING')
  const open = unaccepted(payload, overlaps)
  if (open.length > 0) throw new AppError('DOUBLE_CREDIT', { data: { overlaps: open } })
}

const entryOf = ({ subject, payload, facts, requestId, reason }: ActionInput<CreditPayload, CreditFacts>) => ({
  customerStripeId: nameCustomer(subject),
  amount: negative(payload.amount),
  description: facts.text,
  metadata: {
    ...requestMetadata({ request: requestId, step: STEP, ticket: subject.ticket, team: subject.teamId, reason }),
    ...periodMark(payload.period),
  },
})

/** A customer balance transaction with a negative amount. */
export const issueCredit = defineAction<CreditPayload, CreditFacts>({
  kind: 'credit.issue',
  payload: creditPayloadSchema,
  facts: creditFactsSchema,
  readFacts: readCreditFacts,
  binding: ({ subject: { teamIds, currency, balance }, overlaps }, payload) => ({
    'Team ids in Stripe': teamIds.join(', '),
    Currency: currency ?? 'none yet',
    Balance: balance ? moneyText(balance) : 'none',
    'Made good already, and not accepted':
      unaccepted(payload, overlaps)
        .map(({ words }) => words)
        .join(' ') || 'nothing',
  }),
  measure: ({ amount }) => ({ given: amount, flags: [] }),
  checkAsk,
  card: creditCard,
  steps: [writeEntry(STEP, entryOf)],
  surprises: ({ payload, facts }, results) => {
    const made = results[STEP] as { endingBalance: Money } | undefined
    const expected = (facts.subject.balance?.amount ?? 0) - payload.amount.amount
    if (!made || made.endingBalance.amount === expected) return []
    const was = moneyText({ amount: expected, currency: payload.amount.currency })
    return [{ what: 'Balance afterwards', was, now: moneyText(made.endingBalance) }]
  },
})
