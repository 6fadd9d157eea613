import { DAY_MS, dayOf, dayStart, toIso } from '@countersign/shared/times'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { renewalAmount, updatesAfter } from '../../../server/features/license-desk/renewal-rules.ts'

test.each([
  // 40 % of 4,990.00 are 1,996.00.
  [499_000, 40, 199_600],
  // 40 % of 200.02 are 80.008, which rounds down.
  [20_002, 40, 8001],
  // Half a cent rounds up: 1 % of 0.50.
  [50, 1, 1],
  [49, 1, 0],
  [7, 100, 7],
  [0, 40, 0],
])('%i at %i %% is %i', (first, percent, amount) => {
  expect(renewalAmount(first, percent)).toBe(amount)
})

test.each([
  ['2026-06-01', '2026-05-01', '2027-06-01'],
  ['2026-06-01', '2026-06-01', '2027-06-01'],
  ['2026-06-01', '2026-06-02', '2027-06-02'],
  // 29 February lies between.
  ['2027-06-01', '2027-05-01', '2028-05-31'],
  [null, '2026-06-01', '2027-06-01'],
])('from %s, paid on %s: until %s', (before, paidOn, after) => {
  expect(updatesAfter(before, paidOn, 365)).toBe(after)
})

const days = fc.integer({ min: 0, max: 40_000 }).map((count) => dayOf(toIso(count * DAY_MS)))

test('who renews early loses nothing, who renews late gains nothing', () => {
  fc.assert(
    fc.property(days, days, fc.integer({ min: 1, max: 1000 }), (before, paidOn, length) => {
      const gained = (dayStart(updatesAfter(before, paidOn, length)) - dayStart(before)) / DAY_MS
      const late = Math.max(0, (dayStart(paidOn) - dayStart(before)) / DAY_MS)
      expect(gained).toBe(length + late)
    }),
  )
})
