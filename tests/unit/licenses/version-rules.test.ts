import { DAY_MS } from '@countersign/shared/times'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareVersions, coverageOf, newestCovered } from '../../../server/features/licenses/version-rules.ts'

const UPDATES = '2026-11-21'
const aDay = fc.integer({ min: 0, max: 20_000 }).map((days) => new Date(days * DAY_MS).toISOString().slice(0, 10))
const aVersion = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => parts.join('.'))
const aRelease = fc.record({ version: aVersion, releasedOn: aDay })

const covers = (
  releasedOn: string,
  updatesUntil: string | null,
  register: Array<{ version: string; releasedOn: string }> = [],
) => coverageOf({ version: '4.1.0', releasedOn }, { register, updatesUntil })

describe('perpetual fallback', () => {
  test('covers what was released on the last day of updates, and not what was released the day after', () => {
    expect(covers('2026-11-20', UPDATES).isCovered).toBe(true)
    expect(covers('2026-11-21', UPDATES).isCovered).toBe(true)
    expect(covers('2026-11-22', UPDATES).isCovered).toBe(false)
  })

  test('a subscription covers any version', () => {
    fc.assert(fc.property(aDay, (releasedOn) => covers(releasedOn, null).isCovered))
  })

  test('once covered is covered for ever: the same answer whatever is released later, and for every longer window', () => {
    fc.assert(
      fc.property(aRelease, aDay, aDay, fc.array(aRelease), (running, one, other, later) => {
        const [earlier, longer] = [one, other].toSorted()
        fc.pre(later.every(({ version }) => version !== running.version))
        const terms = { register: [running], updatesUntil: earlier ?? '' }
        const { isCovered } = coverageOf(running, terms)
        expect(isCovered).toBe(running.releasedOn <= (earlier ?? ''))
        expect(coverageOf(running, { ...terms, register: [running, ...later] }).isCovered).toBe(isCovered)
        if (isCovered) expect(coverageOf(running, { ...terms, updatesUntil: longer ?? '' }).isCovered).toBe(true)
      }),
    )
  })

  test('the register wins over the program’s word, in both directions', () => {
    const register = [{ version: '4.1.0', releasedOn: '2026-12-24' }]
    expect(covers('2020-01-01', UPDATES, register)).toMatchObject({
      isCovered: false,
      isFromRegister: true,
      releasedOn: '2026-12-24',
    })
    expect(covers('2027-01-01', UPDATES, [{ version: '4.1.0', releasedOn: '2026-01-01' }]).isCovered).toBe(true)
    expect(covers('2027-01-01', UPDATES, [{ version: '4.2.0', releasedOn: '2026-01-01' }]).isFromRegister).toBe(false)
  })

  test('a refusal names the newest version covered', () => {
    const register = [
      { version: '4.9.0', releasedOn: '2026-10-01' },
      { version: '4.10.0', releasedOn: '2026-11-21' },
      { version: '4.9.1', releasedOn: '2026-11-21' },
      { version: '5.0.0', releasedOn: '2026-11-22' },
    ]
    const refused = coverageOf({ version: '5.0.0', releasedOn: '2026-11-22' }, { register, updatesUntil: UPDATES })
    expect(refused).toMatchObject({ isCovered: false, newestCovered: { version: '4.10.0', releasedOn: UPDATES } })
    expect(newestCovered(register, '2026-09-30')).toBeNull()
    expect(newestCovered([], UPDATES)).toBeNull()
  })

  test('what is named as newest is covered, and nothing covered is newer', () => {
    fc.assert(
      fc.property(fc.array(aRelease), aDay, (register, updatesUntil) => {
        const newest = newestCovered(register, updatesUntil)
        const covered = register.filter(({ releasedOn }) => releasedOn <= updatesUntil)
        expect(newest === null).toBe(covered.length === 0)
        if (newest) expect(covered.every(({ releasedOn }) => releasedOn <= newest.releasedOn)).toBe(true)
      }),
    )
  })
})

describe('two versions', () => {
  test.each([
    ['4.9', '4.10'],
    ['4.9.9', '5'],
    ['4.0-rc1', '4.0'],
    ['4.0-rc2', '4.0-rc10'],
    ['4.0-beta', '4.0-rc1'],
    ['v3.9', 'v3.10'],
  ])('%s is older than %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0)
    expect(compareVersions(newer, older)).toBeGreaterThan(0)
  })

  test('4 and 4.0.0 are the same', () => expect(compareVersions('4', '4.0.0')).toBe(0))
})
