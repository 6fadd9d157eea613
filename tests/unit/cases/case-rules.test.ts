import { describe, expect, test } from 'vitest'
import { caseMove, proofFault } from '../../../server/features/cases/case-rules.ts'

const open = { teamId: 'acme', strength: 'proven', closedAt: null } as const
const closed = { ...open, closedAt: 100 } as const

describe('what a verdict does to the case of its ticket', () => {
  test.each([
    ['no case, proven', undefined, 'proven', 'open'],
    ['no case, conflict', undefined, 'conflict', 'open'],
    ['no case, Stripe silent', undefined, 'unverified', 'keep'],
    ['open, proven anew', open, 'proven', 'follow'],
    ['open, the same team not any more', open, 'ambiguous', 'follow'],
    ['open, Stripe silent', open, 'unverified', 'keep'],
    ['closed, proven anew', closed, 'proven', 'reopen'],
    ['closed, unknown to Stripe', closed, 'unknown', 'reopen'],
    ['closed, ambiguous', closed, 'ambiguous', 'keep'],
  ] as const)('%s', (_name, standing, strength, expected) => {
    expect(caseMove(standing, { teamId: 'acme', strength }, true)).toBe(expected)
  })

  test('a verdict on another team covers the case only when no proof lives', () => {
    const other = { teamId: 'other', strength: 'unknown' } as const
    expect([caseMove(open, other, true), caseMove(open, other, false)]).toEqual(['keep', 'follow'])
  })
})

describe('why nothing about money can be asked for', () => {
  test.each([
    ['no case', undefined, 50, 'no-case'],
    ['closed', { liveFrom: 10, closedAt: 60 }, 50, 'closed'],
    ['no proof', { liveFrom: 10, closedAt: null }, null, 'no-proof'],
    ['a proof from before it was reopened', { liveFrom: 51, closedAt: null }, 50, 'no-proof'],
    ['the proof that reopened it', { liveFrom: 50, closedAt: null }, 50, null],
  ] as const)('%s', (_name, life, provenAt, expected) => {
    expect(proofFault(life, provenAt)).toBe(expected)
  })
})
