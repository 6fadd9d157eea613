// Rule: a late invoice is reminded of by three letters, each more pressing than the one before, and by one a day at most. A
// letter may go out once the one before it was sent: what is waiting, failed or was forgotten with its mail doesn't count. A letter says the number, what is still open, since when, and where to pay. Nobody is written to
// whose invoice isn't open or isn't late, who was deleted, who has no address, or whose team is in conflict.

import type { Letter } from '@countersign/shared/features/receivables'
import { currencyDecimals, decimalText, type Money } from '@countersign/shared/money'
import { dayWords } from '@countersign/shared/times'

export interface EarlierLetter {
  readonly letter: number
  readonly sentOn: string
  /** null: the outbox has forgotten it. */
  readonly mailState: 'waiting' | 'sending' | 'sent' | 'failed' | null
}

const LAST: Letter = 3

export const asLetter = (number: number): Letter => (number <= 1 ? 1 : number === 2 ? 2 : LAST)

/** Which letter goes out, or why none does. */
export const letterFor = (
  wanted: Letter | 'next',
  earlier: readonly EarlierLetter[],
  today: string,
): Letter | 'already-today' | 'earlier-unsent' => {
  if (earlier.some(({ sentOn }) => sentOn === today)) return 'already-today'
  const sent = earlier.filter(({ mailState }) => mailState === 'sent')
  const next = asLetter(Math.max(0, ...sent.map(({ letter }) => letter)) + 1)
  if (wanted === 'next') return next
  return wanted > next ? 'earlier-unsent' : wanted
}

/** First word of a mail's key: by it the sender knows that the letter is written anew when it leaves. */
export const REMINDER_MAIL = 'invoice-reminder'

/** One letter a day and invoice. */
export const mailKeyOf = (invoiceStripeId: string, today: string): string =>
  `${REMINDER_MAIL}:${invoiceStripeId}:${today}`

export interface ReminderFacts {
  readonly name: string | null
  readonly number: string | null
  readonly remaining: Money
  readonly dueDay: string
  readonly daysLate: number
  readonly hostedUrl: string | null
}

/** For the customer: `USD 3,480.00`, `JPY 1,280,000`, `KWD 12.500`. */
const amountWords = (money: Money): string =>
  new Intl.NumberFormat('en', {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'code',
    minimumFractionDigits: currencyDecimals(money.currency),
    maximumFractionDigits: currencyDecimals(money.currency),
  })
    .format(Number(decimalText(money)))
    .replaceAll('\u00a0', ' ')

const SUBJECTS: Readonly<Record<Letter, string>> = {
  1: 'Reminder: invoice',
  2: 'Second reminder: invoice',
  3: 'Last reminder: invoice',
}

const REQUESTS: Readonly<Record<Letter, string>> = {
  1: 'It may have slipped your mind: please pay it in the next days.',
  2: 'We wrote to you about it before. Please pay it within seven days, or tell us what keeps you from it.',
  3: 'We wrote to you about it twice. Please pay it at once, or call us today.',
}

const daysWords = (days: number): string => (days === 1 ? '1 day' : `${days} days`)

const nameOf = (number: string | null): string => (number === null ? '' : ` ${number}`)

/** Without the amount, which may be another one when the letter leaves. */
export const reminderSubject = (letter: Letter, { number }: Pick<ReminderFacts, 'number'>): string =>
  `${SUBJECTS[letter]}${nameOf(number)}`

export const reminderText = (letter: Letter, facts: ReminderFacts): string => {
  const { name, number, remaining, dueDay, daysLate, hostedUrl } = facts
  return [
    name === null ? 'Good day,' : `Good day, ${name},`,
    '',
    `our invoice${nameOf(number)} was due on ${dayWords(dueDay)}, ${daysWords(daysLate)} ago. ${amountWords(remaining)} of it is still open.`,
    '',
    REQUESTS[letter],
    ...(hostedUrl === null ? [] : ['', 'You can see and pay it here:', hostedUrl]),
    '',
    'If your payment is on its way, please ignore this letter.',
    '',
  ].join('\n')
}
