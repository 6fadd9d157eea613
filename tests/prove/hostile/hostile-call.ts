import type { Chance } from '../chance.ts'

export interface HostileCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'HEAD'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string | Buffer | undefined
  readonly remoteAddress: string
}

/** What an attacker may have got hold of. */
export interface Loot {
  readonly keys: readonly string[]
  readonly held: readonly { readonly instance: string; readonly token: string }[]
}

const CALLS = ['describe', 'activate', 'check', 'release'] as const
const METHODS = ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'] as const
const TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-16',
  '',
  'multipart/form-data',
] as const
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const letters = (chance: Chance, of: string, count: number): string =>
  Array.from({ length: count }, () => of[chance.whole(0, of.length - 1)] ?? '').join('')

/** Things that programs have stumbled over. */
const STUMBLES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  -0.5,
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e',
  '😀'.repeat(40),
  'x'.repeat(5000),
  "' or 1=1 --",
  '$(id)',
  '../../etc/passwd',
  '%00',
  '{{7*7}}',
  '2026-02-30',
  '9999999-01-01',
  '0000-00-00',
  '1.1.0.',
  `1.1.0.${'a'.repeat(43)}.${'b'.repeat(43)}`,
  `1.999999999.999999999999999.${'a'.repeat(43)}.${'b'.repeat(43)}`,
  [],
  {},
  [[]],
  { toString: 'x' },
  { constructor: { prototype: { isAdmin: true } } },
  Object.fromEntries(Array.from({ length: 80 }, (_nothing, n) => [`count-${n}`, n])),
]

const genuine = (chance: Chance, call: (typeof CALLS)[number], loot: Loot): Record<string, unknown> => {
  const running = { version: '4.2.0', releasedOn: '2026-11-01' }
  const held = chance.pick(loot.held)
  const nonce = letters(chance, BASE64URL, 43)
  const key = chance.happens(0.7) ? chance.pick(loot.keys) : `CS${letters(chance, CROCKFORD, 25)}`
  switch (call) {
    case 'describe':
      return {
        key,
        product: 'loomfield',
        ...running,
        fleet: { production: chance.whole(0, 9), counts: { devices: 1 } },
      }
    case 'activate': {
      const installId = letters(chance, BASE64URL, 16)
      return { key, product: 'loomfield', ...running, name: 'node', environment: 'production', installId, nonce }
    }
    case 'check':
      return { ...held, nonce, ...running, counts: { devices: chance.whole(0, 2000) } }
    case 'release':
      return { instance: held.instance, token: chance.happens(0.9) ? `${held.token}x` : held.token }
  }
}

const mutated = (chance: Chance, call: Record<string, unknown>): Record<string, unknown> => {
  const names = [
    ...Object.keys(call),
    'more',
    '__proto__',
    'constructor',
    'fleet',
    'counts',
    'planRevision',
    'isEphemeral',
  ]
  const changes = Array.from({ length: chance.whole(0, 3) }, () => [chance.pick(names), chance.pick(STUMBLES)] as const)
  return Object.fromEntries([...Object.entries(call), ...changes])
}

const brokenText = (chance: Chance): string | Buffer => {
  switch (chance.whole(0, 5)) {
    case 0:
      return '['.repeat(chance.whole(1, 15_000))
    case 1:
      return '{"a":'.repeat(chance.whole(1, 3000))
    case 2:
      return Buffer.from(Array.from({ length: chance.whole(0, 200) }, () => chance.whole(0, 255)))
    case 3:
      return '{"__proto__":{"isAdmin":true},"key":"CS"}'
    case 4:
      return 'x'.repeat(chance.whole(16_000, 40_000))
    default:
      return chance.pick(['null', '1', '"text"', '[]', '', '{}', '{"key":', 'NaN', '\ufeff{}'])
  }
}

const urlOf = (chance: Chance, call: (typeof CALLS)[number]): string => {
  if (chance.happens(0.93)) return `/v1/licenses/${call}`
  const other = [
    '/v1/licenses/keys',
    '/v1/openapi.json',
    '/v1',
    '/v1/licenses',
    `/v1/licenses/${call}/`,
    `/v1/licenses/../${call}`,
  ]
  return chance.pick([
    ...other,
    `/v1/licenses/${call}?key=${'x'.repeat(2000)}`,
    '/v1/%00',
    '/v1/licenses/%2e%2e/keys',
    '//v1',
  ])
}

const addressOf = (chance: Chance): string => Array.from({ length: 4 }, () => chance.whole(1, 254)).join('.')

/** Anything that somebody might send, from a whole call with one thing wrong to bytes without sense. */
export const hostileCall = (chance: Chance, loot: Loot): HostileCall => {
  const call = chance.pick(CALLS)
  const isBroken = chance.happens(0.15)
  const payload = isBroken ? brokenText(chance) : JSON.stringify(mutated(chance, genuine(chance, call, loot)))
  const method = chance.happens(0.95) ? 'POST' : chance.pick(METHODS)
  const type = chance.happens(0.96) ? 'application/json' : chance.pick(TYPES)
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return {
    method,
    url: urlOf(chance, call),
    headers: type === '' || !hasBody ? {} : { 'content-type': type },
    payload: hasBody ? payload : undefined,
    remoteAddress: addressOf(chance),
  }
}
