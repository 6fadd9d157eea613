// Rule: the card of a change shows Stripe's own preview: each line, the sum of prorations, what is billed at once, the
// next renewal before and after. Where Stripe doesn't look so far ahead, the card says so instead of guessing.

import type { CardLine } from '@countersign/shared/features/approvals'
import type { ChangeFacts, ChangePayload, Proration } from '@countersign/shared/features/subscription-work'
import type { NextInvoice } from '@countersign/shared/features/subscriptions'
import { type Money, moneyText } from '@countersign/shared/money'
import { dayWords, momentWords } from '@countersign/shared/times'
import { countedWords, itemsWords, standingLines, standingWarnings } from './standing-rules.ts'

const PRORATION_WORDS: Readonly<Record<Proration, string>> = {
  create_prorations: 'on the next invoice',
  always_invoice: 'invoiced at once',
  none: 'none: what was paid stays as it is',
}

const invoiceWords = (invoice: NextInvoice | null): string => {
  if (invoice === null) return 'nothing'
  const { total, amountDue } = invoice
  return total.amount === amountDue.amount
    ? moneyText(total)
    : `${moneyText(total)}, of which ${moneyText(amountDue)} is due after the balance`
}

const datedWords = (invoice: NextInvoice | null): string => {
  if (invoice === null) return 'none that Stripe shows'
  return `${invoiceWords(invoice)}${invoice.at === null ? '' : ` on ${dayWords(invoice.at)}`}`
}

const prorationLines = ({ proration, prorationAt }: ChangePayload, { preview }: ChangeFacts): CardLine[] => [
  { label: 'Prorations', before: null, after: PRORATION_WORDS[proration] },
  ...(proration === 'none'
    ? []
    : [
        { label: 'Counted from', before: null, after: momentWords(prorationAt) },
        { label: 'Sum of prorations', before: null, after: moneyText(preview.prorations) },
      ]),
]

/** Stripe's words name the moment of a proration already; a plain item is told with its period. */
const previewLines = ({ preview: { lines } }: ChangeFacts): CardLine[] =>
  lines.map(({ description, amount, periodStartsAt, periodEndsAt, isProration }) => ({
    label: isProration ? description : `${description}, ${dayWords(periodStartsAt)} to ${dayWords(periodEndsAt)}`,
    before: null,
    after: moneyText(amount),
  }))

const cycleWords = ({ preview: { recurring, renewal } }: ChangeFacts): string =>
  renewal === null && recurring !== null
    ? `${moneyText(recurring.amount)} before discounts and tax on ${dayWords(recurring.at)}`
    : datedWords(renewal)

/** What the plain items of a period come to; null where an item has no single amount. */
export const sumOfItems = (
  items: ReadonlyArray<{ readonly unitAmount: Money | null; readonly quantity: number | null }>,
  currency: string,
): Money | null => {
  const amounts = items.map(({ unitAmount, quantity }) =>
    unitAmount === null || quantity === null ? null : unitAmount.amount * quantity,
  )
  const known = amounts.filter((amount) => amount !== null)
  return known.length < amounts.length ? null : { amount: known.reduce((sum, one) => sum + one, 0), currency }
}

export const changeLines = (payload: ChangePayload, facts: ChangeFacts): CardLine[] => {
  const { standing, wanted, preview, nextBefore } = facts
  return [
    ...standingLines(standing),
    { label: 'Items', before: itemsWords(standing.items), after: itemsWords(wanted) },
    { label: 'Billed now', before: null, after: invoiceWords(preview.billedNow) },
    { label: 'Next renewal', before: datedWords(nextBefore), after: cycleWords(facts) },
    ...prorationLines(payload, facts),
    ...previewLines(facts),
  ]
}

const isPriceLower = ({ standing, wanted }: ChangeFacts): boolean => {
  const before = sumOfItems(standing.items, standing.currency)
  const after = sumOfItems(wanted, standing.currency)
  return before !== null && after !== null && after.amount < before.amount
}

const hasOtherRhythm = ({ standing, wanted }: ChangeFacts): boolean => {
  const [before, after] = [standing.items[0], wanted[0]]
  return before?.interval !== after?.interval || before?.intervalCount !== after?.intervalCount
}

export const changeWarnings = (payload: ChangePayload, facts: ChangeFacts): string[] => [
  ...standingWarnings(facts.standing),
  ...(hasOtherRhythm(facts) ? ['Another interval starts a new period at once: it is billed now.'] : []),
  ...(payload.proration === 'none' && isPriceLower(facts)
    ? ['Without prorations the customer gets nothing back for the dearer time that was paid.']
    : []),
]

/** What the customer will see, in a sentence. */
export const changeReceives = ({
  preview: { billedNow, renewal, recurring },
  standing,
  wanted,
}: ChangeFacts): string => {
  const now =
    billedNow === null
      ? 'No invoice now.'
      : `An invoice of ${moneyText(billedNow.total)} now${
          standing.collectionMethod === 'charge_automatically' ? ', charged to the payment method' : ', sent by mail'
        }.`
  const then = renewal?.total ?? recurring?.amount ?? null
  return `${countedWords(standing.items)} becomes ${countedWords(wanted)}. ${now}${
    then === null ? '' : ` Then ${moneyText(then)}.`
  }`
}
