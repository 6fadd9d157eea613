import {
  type ReversalFacts,
  reversalFactsSchema,
  type ReversalPayload,
  reversalPayloadSchema,
} from '@countersign/shared/features/credits'
import { addMoney, type Money, moneyText } from '@countersign/shared/money'
import { dayOf } from '@countersign/shared/times'
import { AppError } from '../../kernel/errors.ts'
import { requestMetadata } from '../../ports/request-metadata.ts'
import { type ActionInput, defineAction } from '../approvals/index.ts'
import { reversalMark } from './credit-mark-rules.ts'
import { nameCustomer } from './name-customer.ts'
import { readReversalFacts } from './read-reversal-facts.ts'
import { judgeReversal } from './reversal-rules.ts'
import { writeEntry } from './write-entry.ts'

const STEP = 'reversal'

/** What other open requests will take back counts as taken: two of them could never both be done. */
const checkAsk = ({ amount }: ReversalPayload, { credit, reversed, pending, subject }: ReversalFacts): void => {
  const taken = addMoney(reversed, pending)
  const answer = judgeReversal({ given: credit.given, reversed: taken, balance: subject.balance }, amount)
  if (answer.verdict === 'refused')
    throw new AppError('REVERSAL_TOO_MUCH', { data: { words: answer.words, remaining: answer.remaining } })
}

const entryOf = (input: ActionInput<ReversalPayload, ReversalFacts>) => {
  const { subject, payload, facts, requestId, reason } = input
  const ticket = subject.ticket ? ` (${subject.ticket})` : ''
  return {
    customerStripeId: nameCustomer(subject),
    amount: payload.amount,
    description: `Reversal of the credit of ${moneyText(facts.credit.given)}${ticket}`,
    metadata: {
      ...requestMetadata({ request: requestId, step: STEP, ticket: subject.ticket, team: subject.teamId, reason }),
      ...reversalMark(payload.creditStripeId),
    },
  }
}

const lineOf = (label: string, before: Money, after: Money) => ({
  label,
  before: moneyText(before),
  after: moneyText(after),
})

/** The opposite of a credit's balance transaction, which names it. */
export const reverseCredit = defineAction<ReversalPayload, ReversalFacts>({
  kind: 'credit.reverse',
  payload: reversalPayloadSchema,
  facts: reversalFactsSchema,
  readFacts: readReversalFacts,
  binding: ({ subject: { teamIds, balance }, reversed }) => ({
    'Team ids in Stripe': teamIds.join(', '),
    Balance: balance ? moneyText(balance) : 'none',
    'Taken back already': moneyText(reversed),
  }),
  measure: () => ({ given: null, flags: [] }),
  checkAsk,
  card: ({ amount }, { credit, reversed, pending, subject, balanceAfter }) => ({
    title: `Reversal of ${moneyText(amount)}`,
    lines: [
      {
        label: 'Credit',
        before: null,
        after: `${moneyText(credit.given)} on ${dayOf(credit.at)}: ${credit.text}`,
      },
      lineOf('Taken back of it', reversed, addMoney(reversed, amount)),
      lineOf('Balance', subject.balance ?? { ...amount, amount: 0 }, balanceAfter),
    ],
    history: [],
    warnings: pending.amount > 0 ? [`Another ${moneyText(pending)} of it is asked to be taken back.`] : [],
    customerReceives: `${moneyText(amount)} less account credit; the next invoice rises by what it would have paid.`,
  }),
  steps: [writeEntry(STEP, entryOf)],
  surprises: ({ facts: { balanceAfter } }, results) => {
    const made = results[STEP] as { endingBalance: Money } | undefined
    if (!made || made.endingBalance.amount === balanceAfter.amount) return []
    return [{ what: 'Balance afterwards', was: moneyText(balanceAfter), now: moneyText(made.endingBalance) }]
  },
})
