import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openBench } from '../support.ts'
import { acts } from './history.ts'
import { judge } from './problems.ts'
import { histories } from './steps.ts'

const { sandbox } = await openBench()
let accounts = 0

/** `npm run prove sandbox` lives through many more, and longer ones. */
describe('any history', () => {
  it('keeps sums, balances and references whole, can be replayed, restored and repeated', async () => {
    const done = new Set<string>()
    await fc.assert(
      fc.asyncProperty(histories(30), async (steps) => {
        accounts += 1
        const outcome = await judge(sandbox, `sk_test_model${accounts}`, steps)
        for (const act of outcome.done) done.add(act)
        expect(outcome.problems).toEqual([])
      }),
      { numRuns: 12 },
    )
    // A model whose steps are all refused would prove nothing.
    expect(done.size).toBeGreaterThan(Object.keys(acts).length * 0.5)
  }, 120_000)
})
