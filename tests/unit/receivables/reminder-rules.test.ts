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
  test.each([
    ['next', undefined, 1],
    ['next', { letter: 1, sentOn: '2026-11-19' }, 2],
    ['next', { letter: 2, sentOn: '2026-11-19' }, 3],
    ['next', { letter: 3, sentOn: '2026-11-19' }, 3],
    ['next', { letter: 1, sentOn: TODAY }, null],
    [1, { letter: 1, sentOn: TODAY }, null],
    [1, { letter: 1, sentOn: '2026-11-19' }, 1],
    // Somebody who means the last letter at once may send it.
    [3, { letter: 1, sentOn: TODAY }, 3],
  ] as const)('%s after %o: %s', (wanted, last, letter) => {
    expect(letterFor(wanted, last, TODAY)).toBe(letter)
  })

  test('its mail is another one on another day, for another invoice, by another letter', () => {
    const keys = [
      mailKeyOf('in_1', 1, TODAY),
      mailKeyOf('in_1', 2, TODAY),
      mailKeyOf('in_2', 1, TODAY),
      mailKeyOf('in_1', 1, '2026-11-21'),
    ]
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('what it says', () => {
  test('number, amount, day and link', () => {
    expect(reminderSubject(1, facts)).toBe('Reminder: invoice OST1D83-0029, EUR 3,480.00')
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
    expect(reminderSubject(2, { ...facts, remaining: { amount, currency } })).toContain(words)
  })

  test('each letter is another one, and what isn’t known is left out', () => {
    const bare = { ...facts, name: null, number: null, hostedUrl: null }
    expect(new Set([1, 2, 3].map((letter) => reminderText(letter as 1 | 2 | 3, bare))).size).toBe(3)
    expect(reminderText(3, bare)).toMatch(/^Good day,\n\nour invoice was due on/)
    expect(reminderText(3, bare)).not.toContain('null')
  })
})
