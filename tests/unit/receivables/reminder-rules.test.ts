import { describe, expect, test } from 'vitest'
import {
  letterFor,
  mailKeyOf,
  type ReminderFacts,
  reminderSubject,
  reminderText,
} from '../../../server/features/receivables/reminder-rules.ts'

const TODAY = '2026-11-20'
const facts: ReminderFacts = {
  name: 'Ostrava Glassworks a.s.',
  number: 'OST1D83-0029',
  remaining: { amount: 348_000, currency: 'eur' },
  dueDay: '2026-11-19',
  daysLate: 1,
  hostedUrl: 'https://pay.example/i/1',
}

describe('which letter goes out', () => {
  const YESTERDAY = '2026-11-19'
  const sent = (letter: number, sentOn = YESTERDAY) => ({ letter, sentOn, mailState: 'sent' }) as const

  test.each([
    ['next', [], 1],
    ['next', [sent(1)], 2],
    ['next', [sent(1), sent(2)], 3],
    ['next', [sent(1), sent(2), sent(3)], 3],
    [1, [sent(1)], 1],
    [1, [sent(1, TODAY)], 'already-today'],
    // One a day, whichever it is and whatever became of it.
    [2, [sent(1, TODAY)], 'already-today'],
    ['next', [{ letter: 1, sentOn: TODAY, mailState: 'failed' }], 'already-today'],
    [2, [], 'earlier-unsent'],
    [3, [sent(1)], 'earlier-unsent'],
    [3, [sent(1), { letter: 2, sentOn: YESTERDAY, mailState: 'failed' }], 'earlier-unsent'],
  ] as const)('%s after %o: %s', (wanted, earlier, letter) => {
    expect(letterFor(wanted, earlier, TODAY)).toBe(letter)
  })

  test.each(['waiting', 'sending', 'failed', null] as const)('one whose mail is %s is none', (mailState) => {
    expect(letterFor('next', [{ letter: 1, sentOn: YESTERDAY, mailState }], TODAY)).toBe(1)
  })

  test('its mail is another one on another day and for another invoice', () => {
    const keys = [mailKeyOf('in_1', TODAY), mailKeyOf('in_2', TODAY), mailKeyOf('in_1', '2026-11-21')]
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('what it says', () => {
  test('number, amount, day and link', () => {
    expect(reminderSubject(1, facts)).toBe('Reminder: invoice OST1D83-0029')
    const text = reminderText(1, facts)
    expect(text).toContain('Good day, Ostrava Glassworks a.s.,')
    expect(text).toContain(
      'our invoice OST1D83-0029 was due on 19 Nov 2026, 1 day ago. EUR 3,480.00 of it is still open.',
    )
    expect(text).toContain('https://pay.example/i/1')
  })

  test.each([
    ['jpy', 1_280_000, 'JPY 1,280,000'],
    ['kwd', 12_500, 'KWD 12.500'],
    // Stripe counts krona of Iceland in hundredths, the rest of the world in whole ones.
    ['isk', 500_000, 'ISK 5,000.00'],
  ])('%s %i: %s', (currency, amount, words) => {
    expect(reminderText(2, { ...facts, remaining: { amount, currency } })).toContain(words)
  })

  test('each letter is another one, and what isn’t known is left out', () => {
    const bare = { ...facts, name: null, number: null, hostedUrl: null }
    expect(new Set([1, 2, 3].map((letter) => reminderText(letter as 1 | 2 | 3, bare))).size).toBe(3)
    expect(reminderText(3, bare)).toMatch(/^Good day,\n\nour invoice was due on/)
    expect(reminderText(3, bare)).not.toContain('null')
  })
})
