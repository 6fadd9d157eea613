// Rule: who approves an invoice sees what the customer will read, by Stripe's own figures, beside the quote that they
// accepted: each line that differs with what was quoted, who accepted the difference and why, and whatever raised the
// question at all.

import type { Card, CardLine } from '@countersign/shared/features/approvals'
import type { LineComparison, TermComparison } from '@countersign/shared/features/invoices'
import type { SendFacts } from '@countersign/shared/features/invoice-sending'
import type { Flag } from '@countersign/shared/features/policy'
import { type Money, moneyText } from '@countersign/shared/money'
import { dayWords } from '@countersign/shared/times'
import { differenceWords } from './comparison-rules.ts'
import { termWords } from './term-rules.ts'

export const flagsOf = ({ total, lines, belowCatalogue, repeatReason }: SendFacts): Flag[] => [
  ...(total.amount <= 0 ? (['zero-total'] as const) : []),
  ...(lines.some(({ amount }) => amount.amount < 0) ? (['negative-line'] as const) : []),
  ...(belowCatalogue.length > 0 ? (['below-catalogue'] as const) : []),
  ...(repeatReason === null ? [] : (['repeated-quote'] as const)),
]

/** What was accepted decides who signs: nothing that is taken off lowers it below that. */
export const billedOf = ({ quote, total }: Pick<SendFacts, 'quote' | 'total'>): Money =>
  quote.total.amount > total.amount ? quote.total : total

/** No policy bills somebody for whom nothing at Stripe speaks without another's look. */
export const leastOf = ({ unproven }: Pick<SendFacts, 'unproven'>) =>
  unproven === null ? undefined : { approvers: 1 as const, isDesktopOnly: false, why: unproven }

type Side = NonNullable<LineComparison['quoted']>

const sideWords = ({ description, quantity, unitAmount, amount }: Side): string =>
  `${description}: ${quantity} × ${moneyText(unitAmount)} = ${moneyText(amount)}`

const comparedLine = ({ quoted, invoiced, differs }: LineComparison, place: number): CardLine => ({
  label: `Line ${place + 1}`,
  before: differs.length > 0 && quoted ? sideWords(quoted) : null,
  after: invoiced ? sideWords(invoiced) : 'not on the invoice',
})

const plain = (label: string, after: string): CardLine => ({ label, before: null, after })

/** Both sides where it differs; else as it stands, where there is something to say. */
const termLine = (
  { terms }: SendFacts,
  label: string,
  { what, plain: after }: { readonly what: TermComparison['what']; readonly plain: string },
): CardLine => {
  const term = terms.find((one) => one.what === what)
  return term ? { label, before: term.quoted, after: term.invoiced } : plain(label, after)
}

const linesOf = (facts: SendFacts): CardLine[] => {
  const { quote, customer, comparison, terms, tax, total, amountDue, methods, memo, customFields, daysUntilDue } = facts
  const isOtherTotal = quote.total.amount !== total.amount
  return [
    plain('Customer', `${customer.name ?? 'without a name'}, ${customer.stripeId}`),
    termLine(facts, 'Sent to', { what: 'email', plain: customer.email ?? 'nobody: the customer has no e-mail' }),
    plain('Quote', `${quote.reference}, accepted ${dayWords(quote.acceptedOn)} by ${quote.acceptedBy}`),
    ...comparison.map(comparedLine),
    ...(terms.some(({ what }) => what === 'discount')
      ? [termLine(facts, 'Discount', { what: 'discount', plain: '' })]
      : []),
    termLine(facts, 'Tax', { what: 'tax', plain: moneyText(tax) }),
    { label: 'Total', before: isOtherTotal ? `${moneyText(quote.total)} quoted` : null, after: moneyText(total) },
    ...(amountDue.amount === total.amount ? [] : [plain('Amount due', moneyText(amountDue))]),
    plain('Ways to pay', methods.join(', ') || 'as the account’s settings say'),
    termLine(facts, 'Due', { what: 'due', plain: `${daysUntilDue} days after it is sent` }),
    plain('Memo', memo),
    ...customFields.map((field) => plain('In its head', field)),
  ]
}

/** Before it is finalised nobody but Stripe knows what will be due. */
const balanceWarnings = ({ customer: { balance }, status }: SendFacts): string[] => {
  if (status !== 'draft' || balance === null || balance.amount === 0) return []
  const { amount, currency } = balance
  const sum = moneyText({ amount: Math.abs(amount), currency })
  return amount < 0
    ? [`The customer has ${sum} in credit: Stripe takes it off when the invoice is finalised.`]
    : [`The customer owes ${sum} on the balance: Stripe adds it when the invoice is finalised.`]
}

const warningsOf = (facts: SendFacts): string[] => {
  const { comparison, terms, accepted, repeatReason, belowCatalogue, customer, status, unproven } = facts
  return [
    ...(repeatReason === null ? [] : [`The quote was invoiced before: ${repeatReason}`]),
    ...comparison.flatMap((line) => {
      const words = accepted.find(({ key }) => key === line.key)?.words
      return words === undefined || line.differs.length === 0
        ? []
        : [`Accepted difference: ${differenceWords(line)}. ${words}`]
    }),
    ...terms.flatMap((term) => {
      const words = accepted.find(({ key }) => key === term.key)?.words
      return words === undefined ? [] : [`Accepted difference: ${termWords(term)}. ${words}`]
    }),
    ...belowCatalogue.map((words) => `Below the catalogue’s price: ${words}`),
    ...balanceWarnings(facts),
    ...(unproven === null ? [] : [`Not proven: ${unproven}.`]),
    ...(customer.teamIds.length === 0 ? ['The customer itself carries no team’s id.'] : []),
    ...(status === 'open' ? ['It is finalised already and only has to be sent.'] : []),
  ]
}

const DELIVERY_WORDS = { license: 'a license', coupon: 'a coupon', tenant: 'a tenant' } as const

const receivesWords = ({ customer, total, daysUntilDue, deliveries }: SendFacts): string => {
  const mail = `${customer.email ?? 'Nobody'} gets the invoice of ${moneyText(total)}, due ${daysUntilDue} days later.`
  const goods = deliveries.map(({ kind, what, deliverOn }) => {
    const when = deliverOn === 'sent' ? 'now' : 'once it is paid'
    return `${DELIVERY_WORDS[kind]} for ${what}, ${when}`
  })
  return goods.length === 0 ? mail : `${mail} To be delivered: ${goods.join('; ')}.`
}

export const sendCard = (facts: SendFacts): Omit<Card, 'given'> => ({
  title: `Invoice of ${moneyText(facts.total)} for quote ${facts.quote.reference}`,
  lines: linesOf(facts),
  history: [],
  warnings: warningsOf(facts),
  customerReceives: receivesWords(facts),
})

const boundTerm = ({ terms }: SendFacts, what: TermComparison['what']): string | undefined =>
  terms.find((one) => one.what === what)?.invoiced

/** Of the facts, those that may not move between word and deed. */
export const sendBinding = (facts: SendFacts): Record<string, string> => ({
  'Team ids in Stripe': facts.customer.teamIds.join(', ') || 'none',
  Customer: facts.customer.stripeId,
  'Proof of the team': facts.unproven ?? 'its id at Stripe',
  'Sent to': facts.customer.email ?? 'nobody',
  Balance: facts.customer.balance ? moneyText(facts.customer.balance) : 'none',
  Quote: `${facts.quote.reference}, ${facts.quote.hash}`,
  Status: facts.status,
  ...Object.fromEntries(
    facts.lines.map(({ words, amount }, place) => [`Line ${place + 1}`, `${words} = ${moneyText(amount)}`]),
  ),
  Lines: String(facts.lines.length),
  Subtotal: moneyText(facts.subtotal),
  Discount: boundTerm(facts, 'discount') ?? 'none',
  Tax: moneyText(facts.tax),
  'Tax rates': boundTerm(facts, 'tax') ?? 'as chosen',
  Total: moneyText(facts.total),
  'Amount due': moneyText(facts.amountDue),
  Due: `${facts.daysUntilDue} days`,
  'Ways to pay': facts.methods.toSorted().join(', '),
  Memo: facts.memo,
  'In its head': facts.customFields.join(', '),
})
