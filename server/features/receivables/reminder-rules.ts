// Rule: a late invoice is reminded of by at most three letters, each more pressing than the one before, and never by the same
// letter twice on one day. A letter says the number, what is still open, since when, and where to pay. Nobody is written to
// whose invoice isn't open or isn't late, who was deleted, who has no address, or whose team is in conflict.

import type { Letter } from '@countersign/shared/features/receivables'
import { currencyDecimals, decimalText, type Money } from '@countersign/shared/money'
import { dayWords } from '@countersign/shared/times'

interface LastLetter {
  readonly letter: number
  readonly sentOn: string
}

const LAST: Letter = 3

export const asLetter = (number: number): Letter => (number <= 1 ? 1 : number === 2 ? 2 : LAST)

/** Which letter goes out; null when it went out today already. */
export const letterFor = (wanted: Letter | 'next', last: LastLetter | undefined, today: string): Letter | null => {
  if (wanted !== 'next') return last?.sentOn === today && last.letter === wanted ? null : wanted
  if (last?.sentOn === today) return null
  return asLetter((last?.letter ?? 0) + 1)
}

/** One letter a day and invoice. */
export const mailKeyOf = (invoiceStripeId: string, letter: Letter, today: string): string =>
  `invoice-reminder:${invoiceStripeId}:${letter}:${today}`

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

export const reminderSubject = (letter: Letter, { number, remaining }: ReminderFacts): string =>
  `${SUBJECTS[letter]}${nameOf(number)}, ${amountWords(remaining)}`

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
