import { describe, expect, test } from 'vitest'
import { proofOf } from '../../../src-renderer/features/subscriptions/proof-rules.ts'
import { line, NOW } from './team-fixtures.ts'

// Guards: the first line of the page never calls a team proven that is not, and names the ticket it is proven for.

const ask = (facts: Partial<Parameters<typeof proofOf>[0]>, now = NOW) =>
  proofOf({ proof: null, lines: [], ticket: undefined, ...facts }, now)

describe('the proof strip', () => {
  test('a live proof, with the time left', () => {
    expect(ask({ proof: line() })).toEqual({ kind: 'live', line: line(), left: '7 h 20 min', isEndingSoon: false })
  })

  test('it warns in the last quarter of an hour', () => {
    expect(ask({ proof: line() }, '2026-11-20T19:50:00.000Z')).toMatchObject({ kind: 'live', isEndingSoon: true })
  })

  test('the page stays open while the proof ends', () => {
    expect(ask({ proof: line(), lines: [line()] }, '2026-11-20T20:00:00.000Z')).toMatchObject({ kind: 'ended' })
  })

  test('a live proof for another ticket is still that ticket’s', () => {
    expect(ask({ proof: line(), ticket: '#9' })).toMatchObject({ kind: 'live', line: { ticket: '#48213' } })
  })

  test('a verdict that proved nothing is shown for its own ticket only', () => {
    const weak = line({ id: 'ver_2', ticket: '#7', strength: 'weak', liveUntil: null })
    expect(ask({ lines: [weak], ticket: '#7' })).toEqual({ kind: 'verdict', line: weak })
    expect(ask({ lines: [weak], ticket: '#8' })).toEqual({ kind: 'none' })
    expect(ask({ lines: [weak] })).toMatchObject({ kind: 'verdict' })
  })

  test('an old verdict is no news', () => {
    const conflict = line({ strength: 'conflict', liveUntil: null, at: '2026-11-19T12:00:00.000Z' })
    expect(ask({ lines: [conflict] })).toEqual({ kind: 'none' })
  })

  test('nobody asked', () => {
    expect(ask({})).toEqual({ kind: 'none' })
  })
})
