import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addressGroup,
  ATTEMPT_WINDOW_MS,
  isLastAttempt,
  isOverLimit,
  normaliseEmail,
  windowStart,
} from '../../../server/features/staff/attempt-rules.ts'
import { describeDevice } from '../../../server/features/staff/device-rules.ts'
import {
  isConfirmationFresh,
  isConfirmedBySigningIn,
  isSeenStale,
  isSessionLive,
} from '../../../server/features/staff/session-rules.ts'
import { isAuthenticationFresh } from '../../../server/features/staff/oidc-rules.ts'
import { freshStep, NO_TOTP, secondFactorFor } from '../../../server/features/staff/totp-rules.ts'

describe('codes', () => {
  const at = 1_000 * 30_000

  test('the present step and one either side are taken', () => {
    expect([-1, 0, 1].map((delta) => freshStep({ at, delta, lastStep: null }))).toEqual([999, 1000, 1001])
    expect([-2, 2, null].map((delta) => freshStep({ at, delta, lastStep: null }))).toEqual([null, null, null])
  })

  test('a step that was used, and any before it, are not', () => {
    expect(freshStep({ at, delta: 0, lastStep: 1000 })).toBeNull()
    expect(freshStep({ at, delta: -1, lastStep: 1000 })).toBeNull()
    expect(freshStep({ at, delta: 1, lastStep: 1000 })).toBe(1001)
  })

  test('no sequence of codes uses a step twice', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(300_000), fc.integer({ min: -1, max: 1 }))), (tries) => {
        const used: number[] = []
        for (const [ms, delta] of tries) {
          const step = freshStep({ at: ms, delta, lastStep: used.at(-1) ?? null })
          if (step !== null) used.push(step)
        }
        expect(new Set(used).size).toBe(used.length)
      }),
    )
  })

  test('a hosted companion wants an enrolment, an embedded one leaves the choice, an enrolled person needs the code', () => {
    expect(secondFactorFor(NO_TOTP, false)).toBe('enrolment-needed')
    expect(secondFactorFor({ confirmed: null, pending: 'x' }, false)).toBe('enrolment-needed')
    expect(secondFactorFor({ confirmed: null, pending: 'x' }, true)).toBe('not-needed')
    expect(secondFactorFor({ confirmed: 'x', pending: null }, true)).toBe('code-needed')
  })
})

describe('attempts', () => {
  test('the tenth for an e-mail is judged, the eleventh is not', () => {
    expect([9, 10, 11].map((count) => isOverLimit('email', count))).toEqual([false, false, true])
    expect([9, 10, 11].map((count) => isLastAttempt('email', count))).toEqual([false, true, false])
    expect(isOverLimit('address', 50)).toBe(false)
    expect(isOverLimit('address', 51)).toBe(true)
    expect(windowStart(ATTEMPT_WINDOW_MS + 1)).toBe(1)
  })

  test('an e-mail is one however it is typed', () => {
    expect(normaliseEmail('  INES@Loomfield.example\u0000\n')).toBe('ines@loomfield.example')
  })

  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('%s counts as %s', (address, group) => {
    expect(addressGroup(address)).toBe(group)
  })
})

describe('sessions', () => {
  const live = { expiresAt: 100, revokedAt: null, staffStatus: 'active' } as const

  test('end at their end, when revoked, and with their person', () => {
    expect(isSessionLive(live, 99)).toBe(true)
    expect(isSessionLive(live, 100)).toBe(false)
    expect(isSessionLive({ ...live, revokedAt: 1 }, 2)).toBe(false)
    expect(isSessionLive({ ...live, staffStatus: 'removed' }, 2)).toBe(false)
  })

  test('last seen is kept to five minutes', () => {
    expect(isSeenStale(null, 0)).toBe(true)
    expect(isSeenStale(0, 299_999)).toBe(false)
    expect(isSeenStale(0, 300_000)).toBe(true)
  })
})

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', true, 'browser Firefox on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0',
    true,
    'browser Edge on Windows',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 15) Version/26 Safari/605.1', true, 'browser Safari on macOS'],
  ['Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0 Electron/45.4.1 Safari/537.36', false, 'desktop Linux'],
  ['node', false, 'desktop'],
  [undefined, true, 'browser'],
  ['<script>alert(1)</script>\u0000'.repeat(10_000), true, 'browser'],
])('%.40s is told as a device in few words', (userAgent, isBrowser, words) => {
  expect(describeDevice(userAgent, isBrowser)).toBe(words)
})

describe('confirmations', () => {
  test('a sign-in counts as one if it asked for all that the companion can ask', () => {
    expect(isConfirmedBySigningIn('password-and-code', false)).toBe(true)
    expect(isConfirmedBySigningIn('password', false)).toBe(false)
    expect(isConfirmedBySigningIn('first-run', false)).toBe(false)
    expect(isConfirmedBySigningIn('password', true)).toBe(true)
    expect(isConfirmedBySigningIn('oidc', true)).toBe(false)
  })

  test('lasts five minutes and is nothing to a session that never had one', () => {
    expect(isConfirmationFresh(1000, 1000 + 299_999)).toBe(true)
    expect(isConfirmationFresh(1000, 1000 + 300_000)).toBe(false)
    expect(isConfirmationFresh(null, 1000)).toBe(false)
  })

  test('at a provider is one made for this confirmation, give or take ten seconds', () => {
    expect(isAuthenticationFresh(60_000, 60_000)).toBe(true)
    expect(isAuthenticationFresh(70_000, 60_000)).toBe(true)
    expect(isAuthenticationFresh(71_000, 60_000)).toBe(false)
    expect(isAuthenticationFresh(null, 60_000)).toBe(false)
  })
})
