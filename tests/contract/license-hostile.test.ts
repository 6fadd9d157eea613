// Guarantee: whatever is sent to the licence API gets a typed answer, never a 5xx, and takes no seat that isn't paid. In full:
// `npm run prove hostile`.
import { expect, test } from 'vitest'
import { attackLicenses } from '../prove/hostile/attack-licenses.ts'
import { eachDatabase } from '../support/databases.ts'

const CALLS = 2000

eachDatabase((name, open) => {
  test(`${CALLS} generated calls`, async () => {
    const { db } = await open()
    const { statuses, answers, problems } = await attackLicenses(db, { seed: 20_261_120 + name.length, calls: CALLS })
    expect(problems).toEqual([])
    // That it reached what lies behind the parsing.
    expect(Object.keys(statuses)).toEqual(expect.arrayContaining(['200', '400', '404', '413']))
    expect(Object.keys(answers)).toEqual(
      expect.arrayContaining(['ok', 'UNKNOWN_KEY', 'BAD_TOKEN', 'NO_FREE_SEAT', 'FLEET_TOO_LARGE']),
    )
  })
})
