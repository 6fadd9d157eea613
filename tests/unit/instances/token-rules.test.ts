import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  judgeToken,
  readToken,
  signedText,
  type TokenParts,
  writeToken,
} from '../../../server/features/instances/token-rules.ts'

const hash = (letter: string): string => letter.repeat(43)
const at = (sequence: number, letter: string, epoch = 1): TokenParts => ({ epoch, sequence, nonceHash: hash(letter) })

describe('the place of a check token', () => {
  test.each([
    ['the next check', at(4, 'a'), 'b', at(4, 'a'), 'next'],
    ['a retry', at(3, 'a'), 'b', at(4, 'b'), 'retry'],
    ['a copy that asks from the same place', at(3, 'a'), 'c', at(4, 'b'), 'clone'],
    ['a copy that was answered in grace', at(4, 'c'), 'd', at(4, 'b'), 'clone'],
    ['an old copy of the store', at(2, 'a'), 'c', at(4, 'b'), 'rolled-back'],
    ['a write of ours that was lost', at(9, 'a'), 'c', at(4, 'b'), 'next'],
    ['an activation since', at(4, 'b', 1), 'c', at(0, 'd', 2), 'old-epoch'],
    ['an activation that was lost with the database', at(4, 'b', 3), 'c', at(0, 'd', 2), 'old-epoch'],
  ] as const)('%s', (...[, given, nonce, last, verdict]) => {
    expect(judgeToken(given, hash(nonce), last)).toBe(verdict)
  })
})

describe('the text of a check token', () => {
  const parts = fc.record({
    epoch: fc.integer({ min: 1, max: 999_999_999 }),
    sequence: fc.nat(),
    nonceHash: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
  })

  test('reads as it was written', () => {
    fc.assert(
      fc.property(parts, (token) => {
        expect(readToken(writeToken(token, hash('m')))).toEqual({ ...token, mac: hash('m') })
      }),
    )
  })

  test('no two of them are signed over the same text', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other))
        expect(signedText('ins_1', one)).not.toBe(signedText('ins_1', other))
      }),
    )
  })

  test.each([
    '',
    '1',
    `2.1.0.${hash('a')}.${hash('m')}`,
    `1.0.0.${hash('a')}.${hash('m')}`,
    `1.1.00.${hash('a')}.${hash('m')}`,
    `1.1.-1.${hash('a')}.${hash('m')}`,
    `1.1.1e3.${hash('a')}.${hash('m')}`,
    `1.1.0.${hash('a')}.${hash('m')}\n`,
    `1.1.0.${hash('a')}`,
    `1.1.9999999999999999.${hash('a')}.${hash('m')}`,
  ])('%j is none', (text) => expect(readToken(text)).toBeNull())
})

// Two copies of one store, or one program alone, against a server that may forget its last writes.
describe('a chain of checks', () => {
  const step = fc.record({ who: fc.constantFrom('a', 'b'), isReplyLost: fc.boolean(), isWriteLost: fc.boolean() })

  interface Copy {
    token: TokenParts
    /** Kept from before the call until its answer. */
    nonce: string | null
  }

  const play = (
    steps: ReadonlyArray<{ who: string; isReplyLost: boolean; isWriteLost: boolean }>,
    isCopied: boolean,
  ) => {
    const first = at(0, 'z')
    const copies: Record<string, Copy> = { a: { token: first, nonce: null }, b: { token: first, nonce: null } }
    let row = first
    let nonces = 0
    return steps.map(({ who, isReplyLost, isWriteLost }) => {
      const copy = copies[isCopied ? who : 'a'] ?? { token: first, nonce: null }
      copy.nonce ??= String(++nonces).padStart(43, 'n')
      const answer = { epoch: 1, sequence: copy.token.sequence + 1, nonceHash: copy.nonce }
      const verdict = judgeToken(copy.token, copy.nonce, row)
      if (verdict === 'next' && !isWriteLost) row = answer
      if (!isReplyLost && (verdict === 'next' || verdict === 'retry'))
        Object.assign(copy, { token: answer, nonce: null })
      return verdict
    })
  }

  test('of one program alone is never suspected, whatever replies and writes are lost', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        for (const verdict of play(steps, false)) expect(['next', 'retry']).toContain(verdict)
      }),
      { numRuns: 500 },
    )
  })

  test('of two copies is found at the latest when each has been answered once and asks again', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const sure = ['a', 'b', 'a', 'b'].map((who) => ({ who, isReplyLost: false, isWriteLost: false }))
        const verdicts = play([...steps, ...sure], true)
        expect(verdicts.some((verdict) => verdict === 'clone' || verdict === 'rolled-back')).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
