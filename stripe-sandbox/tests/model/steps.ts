import * as fc from 'fast-check'
import { acts, LONGEST_PAUSE } from './history.ts'
import type { Step } from './world.ts'

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...Object.keys(acts)),
  pick: fc.nat({ max: 99 }),
  size: fc.integer({ min: 1, max: 12_000 }),
  // Mostly soon after, so that things meet; sometimes over the end of a period.
  after: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 7200 }) },
    { weight: 3, arbitrary: fc.integer({ min: 7200, max: 6 * 86_400 }) },
    { weight: 1, arbitrary: fc.integer({ min: 6 * 86_400, max: LONGEST_PAUSE }) },
  ),
})

/** Histories of up to so many steps. */
export const histories = (longest: number): fc.Arbitrary<Step[]> =>
  fc.array(step, { minLength: Math.ceil(longest / 2), maxLength: longest, size: 'max' })
