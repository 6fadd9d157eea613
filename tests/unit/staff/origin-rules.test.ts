import { describe, expect, test } from 'vitest'
import { cookieName, readCookie, writeCookie } from '../../../server/features/staff/cookie-rules.ts'
import { identityRefusal, isLoopbackRedirect, isStateShaped } from '../../../server/features/staff/oidc-rules.ts'
import { isForeignOrigin, isSameOrigin, type RequestOrigin } from '../../../server/features/staff/origin-rules.ts'

const HOME = 'https://desk.example'
const request = (some: Partial<RequestOrigin>): RequestOrigin => ({
  method: 'POST',
  origin: undefined,
  fetchSite: undefined,
  client: 'browser',
  ...some,
})

describe('a request with a cookie', () => {
  test.each<[string, Partial<RequestOrigin>]>([
    ['our page', { origin: HOME, fetchSite: 'same-origin' }],
    ['our page, browser silent on fetch-site', { origin: HOME }],
    ['our page reading', { method: 'GET', fetchSite: 'same-origin' }],
    ['our page reading over plain http, where browsers tell neither', { method: 'GET' }],
  ])('passes from %s', (_name, some) => {
    expect(isSameOrigin(request(some), HOME)).toBe(true)
  })

  test.each<[string, Partial<RequestOrigin>]>([
    ['another site', { origin: 'https://evil.example', fetchSite: 'cross-site' }],
    ['a sibling host', { origin: 'https://shop.desk.example', fetchSite: 'same-site' }],
    ['the same host over http', { origin: 'http://desk.example' }],
    ['another port', { origin: 'https://desk.example:8443' }],
    ['a sandboxed frame', { origin: 'null' }],
    [
      'a page that lies about nothing but lacks the header',
      { origin: HOME, fetchSite: 'same-origin', client: undefined },
    ],
    ['nobody knows where, writing', {}],
    ['a followed link', { method: 'GET', fetchSite: 'none' }],
    ['another site, reading', { method: 'GET', fetchSite: 'cross-site' }],
  ])('is refused from %s', (_name, some) => {
    expect(isSameOrigin(request(some), HOME)).toBe(false)
  })
})

test('what carries its own proof may come from no origin, but not from a foreign one', () => {
  expect(isForeignOrigin(request({ client: undefined }), HOME)).toBe(false)
  expect(isForeignOrigin(request({ client: undefined, origin: 'https://evil.example' }), HOME)).toBe(true)
})

describe('cookies', () => {
  test('under https the name is one that no sibling host can plant', () => {
    expect(cookieName('session', HOME)).toBe('__Host-countersign')
    expect(writeCookie('session', 'abc', 60_000, HOME)).toBe(
      '__Host-countersign=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure',
    )
    expect(writeCookie('oidc', 'abc', 60_000, HOME)).toContain('SameSite=Lax')
    expect(writeCookie('session', 'abc', 60_000, 'http://127.0.0.1:4870')).not.toContain('Secure')
  })

  test('exactly one well-formed value is read', () => {
    expect(readCookie('a=1; __Host-countersign=abc', 'session', HOME)).toBe('abc')
    expect(readCookie('countersign=abc', 'session', HOME)).toBeNull()
    expect(readCookie('__Host-countersign=a; __Host-countersign=b', 'session', HOME)).toBeNull()
    expect(readCookie('__Host-countersign="a b"', 'session', HOME)).toBeNull()
    expect(readCookie(undefined, 'session', HOME)).toBeNull()
  })
})

describe('the way back from the provider', () => {
  test.each(['http://127.0.0.1:49152/callback', 'http://[::1]:8/callback'])('%s is loopback', (uri) => {
    expect(isLoopbackRedirect(uri)).toBe(true)
  })
  test.each([
    'https://127.0.0.1:1/callback',
    'http://localhost:1/callback',
    'http://127.0.0.1.evil.example/callback',
    'http://evil@127.0.0.1:1/callback',
    'http://127.0.0.1:1/callback?next=x',
    'http://127.0.0.1:1/callback/../x',
    'http://127.0.0.2:1/callback',
    'javascript:alert(1)',
    '',
  ])('%s is not', (uri) => {
    expect(isLoopbackRedirect(uri)).toBe(false)
  })
  test('a state that was not made here is seen without asking the database', () => {
    expect(isStateShaped('x'.repeat(43))).toBe(true)
    expect(isStateShaped(`${'x'.repeat(42)}\u0000`)).toBe(false)
    expect(isStateShaped('')).toBe(false)
  })
})

test('an identity needs a verified e-mail to be linked, and one of the domain where a domain is set', () => {
  const verified = { subject: 's', email: 'A@Loomfield.example', isEmailVerified: true }
  expect(identityRefusal(verified, false, null)).toBeNull()
  expect(identityRefusal(verified, false, 'loomfield.EXAMPLE')).toBeNull()
  expect(identityRefusal(verified, true, 'other.example')).toBe('domain-not-allowed')
  expect(identityRefusal({ ...verified, email: 'a@b@other.example' }, true, 'b')).toBe('domain-not-allowed')
  expect(identityRefusal({ ...verified, isEmailVerified: false }, false, null)).toBe('email-unverified')
  expect(identityRefusal({ ...verified, isEmailVerified: false }, true, null)).toBeNull()
  expect(identityRefusal({ ...verified, email: null }, true, 'loomfield.example')).toBe('email-unverified')
})
