import { describe, expect, test } from 'vitest'
import {
  ageText,
  clockText,
  dayHeadText,
  dayText,
  groupByDay,
  leftText,
  shortDayText,
  spanText,
} from '../../../src-renderer/lib/dates.ts'

// Guards: days and hours are UTC whatever the machine's zone, and lengths of time read as words.

const NOW = '2026-11-20T12:41:52Z'

describe('days', () => {
  test('are written day first, with a month of three letters', () => {
    expect(dayText('2023-02-14T23:59:59Z')).toBe('14 Feb 2023')
    expect(dayText('2026-09-04T00:00:00Z')).toBe('4 Sep 2026')
  })

  test('carry the year only where it is another', () => {
    expect(shortDayText('2026-11-01T00:00:00Z', NOW)).toBe('1 Nov')
    expect(shortDayText('2025-11-01T00:00:00Z', NOW)).toBe('1 Nov 2025')
  })

  test('head their group, today by name', () => {
    expect(dayHeadText('2026-11-20T00:00:01Z', NOW)).toBe('Today, Fri 20 Nov')
    expect(dayHeadText('2026-11-19T23:59:59Z', NOW)).toBe('Thu 19 Nov')
    expect(dayHeadText('2025-11-01T10:00:00Z', NOW)).toBe('Sat 1 Nov 2025')
  })

  test('what is no date is shown as it came', () => {
    expect(dayText('soon')).toBe('soon')
    expect(clockText('')).toBe('')
  })
})

test('midnight is 00:00, with seconds on request', () => {
  expect(clockText('2026-11-20T00:00:09Z')).toBe('00:00')
  expect(clockText('2026-11-20T00:00:09Z', 'seconds')).toBe('00:00:09')
})

test.each([
  [-5, '0 s'],
  [12_400, '12 s'],
  [43 * 60_000, '43 min'],
  [8 * 3_600_000, '8 h'],
  [28_740_000, '7 h 59 min'],
  [3_900_000, '1 h 05 min'],
  [255_600_000, '2 d 23 h'],
  [77 * 86_400_000, '77 days'],
])('%i ms is "%s"', (ms, text) => {
  expect(spanText(ms)).toBe(text)
})

test('an age of something in the future is nothing, and what is over has nothing left', () => {
  expect(ageText('2026-11-20T12:41:40Z', NOW)).toBe('12 s')
  expect(ageText('2027-01-01T00:00:00Z', NOW)).toBe('0 s')
  expect(leftText('2026-11-20T20:40:52Z', NOW)).toBe('7 h 59 min')
  expect(leftText(NOW, NOW)).toBeUndefined()
})

test('entries keep their order within their UTC day', () => {
  const times = ['2026-11-20T00:10:00Z', '2026-11-19T23:50:00Z', '2026-11-20T00:05:00Z']
  expect(groupByDay(times, (time) => time)).toEqual([
    ['2026-11-20', [times[0], times[2]]],
    ['2026-11-19', [times[1]]],
  ])
})
