// Rule: the card of a credit says what it does to the balance and to each coming invoice, what makes the same days good
// already and why it is given all the same, and what the customer reads.

import type { Card, CardLine } from '@countersign/shared/features/approvals'
import type { CreditFacts, CreditPayload } from '@countersign/shared/features/credits'
import { type Money, moneyText } from '@countersign/shared/money'
import { dayWords } from '@countersign/shared/times'
import { periodWords } from './credit-mark-rules.ts'
import { comingEffect } from './next-invoice-rules.ts'

const both = (label: string, { before, after }: { before: Money; after: Money }): CardLine => ({
  label,
  before: moneyText(before),
  after: moneyText(after),
})

const stated = (label: string, text: string | null): CardLine[] =>
  text === null ? [] : [{ label, before: null, after: text }]

/** An invoice to come may have no day yet. */
const dayOrNext = (iso: string | null): string => (iso === null ? 'Next invoice' : dayWords(iso))

/** What the balance is before and after, and what the coming invoices take of it: those that take more or less. */
const effectLines = ({ subject, nextInvoices }: CreditFacts, credit: Money): CardLine[] => {
  const effect = comingEffect({ balance: subject.balance, totals: nextInvoices.map(({ total }) => total) }, credit)
  if (effect.verdict === 'refused') return []
  const bills = effect.bills.flatMap(({ total, used, due }, at) => {
    if (used.before.amount === used.after.amount) return []
    const on = dayOrNext(nextInvoices[at]?.at ?? null)
    return [
      both(`${on}, total`, { before: total, after: total }),
      both(`${on}, from the balance`, used),
      both(`${on}, due`, due),
    ]
  })
  const left = bills.length > 0 ? [both('Left on the balance', effect.leftOver)] : []
  return [both('Balance', effect.balance), ...bills, ...left]
}

const warningsOf = ({ overlaps }: CreditFacts, { accepted }: CreditPayload): string[] => {
  const words = overlaps.map((overlap) => overlap.words)
  return accepted === null || words.length === 0 ? words : [...words, `Given all the same: ${accepted.because}`]
}

export const creditCard = (payload: CreditPayload, facts: CreditFacts): Omit<Card, 'given'> => {
  const { amount, period, reasonWords } = payload
  return {
    title: `Credit of ${moneyText(amount)}`,
    lines: [
      ...stated('Reason', reasonWords === null ? facts.reasonLabel : `${facts.reasonLabel}: ${reasonWords}`),
      ...stated('Period it makes good', period && periodWords(period)),
      ...effectLines(facts, amount),
    ],
    history: facts.history.map(({ at, text: what, amount: given }) => ({ at, text: what, amount: given })),
    warnings: warningsOf(facts, payload),
    customerReceives: `Account credit of ${moneyText(amount)}: “${facts.text}”. It is taken off the next invoice.`,
  }
}
