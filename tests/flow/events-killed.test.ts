// Guarantee: every event that was answered with 2xx is there after `kill -9`, and applied once; so is every other that was
// kept before its answer was lost.
import { expect, test } from 'vitest'
import { killInbox } from '../prove/events/kill-inbox.ts'
import { eachDatabase } from '../support/databases.ts'

const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20_261_120)

eachDatabase((kind, open) => {
  test('killed under load, up to three times', async () => {
    const { url } = await open({ isEmpty: true })
    const { problems, counts } = await killInbox({ url, kind }, SEED)
    expect(problems).toEqual([])
    expect(counts.acknowledged).toBeGreaterThan(50)
  })
})
