import { createHmac } from 'node:crypto'
import { bytesNamed, forge, forger, headerOf, sha256, signed } from './forge.ts'

const TYPE = 'license-lease+jws'
const key = forger('current')
const stranger = forger('stranger')
const NONCE = bytesNamed('nonce of the call')
const NOW = 1_795_248_000
const HOUR = 3600

export const EXPECTED = {
  product: 'loomfield',
  installId: 'Vd4x0m1Qq7Yk2sTn',
  instanceId: 'ins_01JD6Z4M0R8V7N3KQWX2TB5CFH',
  nonce: NONCE,
  now: NOW,
}

const CLAIMS = {
  v: 1,
  iss: '7c1f0e3a9b5d4c2e8f6a1b3c5d7e9f01',
  aud: EXPECTED.product,
  sub: EXPECTED.instanceId,
  install: EXPECTED.installId,
  license: 'lic_01JD6Z4KXT0Q5V8MWB3N7RYHCG',
  plan: 'Business',
  planRevision: 'p7',
  limits: { 'max-devices': 5000, 'max-assets': 0 },
  environment: 'production',
  hasMultiTenancy: true,
  updatesUntil: null,
  nonceHash: sha256(NONCE),
  iat: NOW,
  exp: NOW + 24 * HOUR,
  seatUntil: NOW + 12 * HOUR,
}

const good = signed(key, TYPE, CLAIMS)
const [head = '', body = '', signature = ''] = good.split('.')
const without = (name: keyof typeof CLAIMS) =>
  Object.fromEntries(Object.entries(CLAIMS).filter(([each]) => each !== name))
const withHeader = (more: object) => forge(key, { ...headerOf(key, TYPE), ...more }, CLAIMS)
const withClaims = (more: object) => signed(key, TYPE, { ...CLAIMS, ...more })
const byHmac = (alg: string): string => {
  const text = `${Buffer.from(JSON.stringify({ alg, typ: TYPE, kid: key.jwk.kid })).toString('base64url')}.${body}`
  const publicKey = Buffer.from(key.jwk.x, 'base64url')
  return `${text}.${createHmac('sha256', publicKey).update(text).digest('base64url')}`
}
/** The last character of 64 bytes carries four bits that count for nothing; a decoder that forgives takes many for one. */
const otherSpelling = `${head}.${body}.${signature.slice(0, -1)}${signature.endsWith('B') ? 'C' : 'B'}`

interface LeaseCase {
  readonly name: string
  readonly lease: string
  /** Null where it is good. */
  readonly fault: string | null
}

const valid: Readonly<Record<string, string>> = {
  'a lease of a subscription': good,
  'a lease of a perpetual license': withClaims({ updatesUntil: '2026-11-21' }),
  'a lease without limits': withClaims({ limits: {} }),
  'a claim that is not known yet': withClaims({ colour: 'green' }),
  'a header member that says nothing about checking': withHeader({ colour: 'green' }),
  'issued five minutes after our time': withClaims({ iat: NOW + 300 }),
  'over by our time, which is for later': withClaims({ iat: NOW - 48 * HOUR, exp: NOW - 24 * HOUR }),
}

const invalid: Readonly<Record<string, readonly [string, string]>> = {
  'nothing at all': ['', 'MALFORMED'],
  'two parts': [`${head}.${body}`, 'MALFORMED'],
  'four parts': [`${good}.${signature}`, 'MALFORMED'],
  'padded base64': [`${head}.${body}.${signature}==`, 'MALFORMED'],
  'another spelling of the signature': [otherSpelling, 'MALFORMED'],
  'a line break in it': [`${head}.\n${body}.${signature}`, 'MALFORMED'],
  'a header that is no object': [`${Buffer.from('[]').toString('base64url')}.${body}.${signature}`, 'MALFORMED'],
  'critical extensions': [withHeader({ crit: ['exp'], exp: 1 }), 'MALFORMED'],
  'an unencoded payload': [withHeader({ b64: false }), 'MALFORMED'],
  'claims that are a list': [forge(key, headerOf(key, TYPE), [CLAIMS]), 'MALFORMED'],
  'claims that are no JSON': [forge(key, headerOf(key, TYPE), Buffer.from('{').toString('base64url')), 'MALFORMED'],
  'another version': [withClaims({ v: 2 }), 'MALFORMED'],
  'no instance': [signed(key, TYPE, without('sub')), 'MALFORMED'],
  'no end': [signed(key, TYPE, without('exp')), 'MALFORMED'],
  'no seat': [signed(key, TYPE, without('seatUntil')), 'MALFORMED'],
  'an end that is text': [withClaims({ exp: '1795334400' }), 'MALFORMED'],
  'an end in fractions': [withClaims({ exp: NOW + 0.5 }), 'MALFORMED'],
  'an end before the beginning': [withClaims({ exp: NOW - 1 }), 'MALFORMED'],
  'a negative limit': [withClaims({ limits: { 'max-devices': -1 } }), 'MALFORMED'],
  'a limit that is text': [withClaims({ limits: { 'max-devices': '5000' } }), 'MALFORMED'],
  'updates until no day': [withClaims({ updatesUntil: 'soon' }), 'MALFORMED'],
  'alg none': [forge(key, { ...headerOf(key, TYPE), alg: 'none' }, CLAIMS), 'WRONG_ALGORITHM'],
  'alg none without a signature': [
    `${Buffer.from(JSON.stringify({ alg: 'none', typ: TYPE, kid: key.jwk.kid })).toString('base64url')}.${body}.AA`,
    'WRONG_ALGORITHM',
  ],
  'alg HS256 with the public key as its secret': [byHmac('HS256'), 'WRONG_ALGORITHM'],
  'alg Ed25519 over an HMAC with the public key': [byHmac('Ed25519'), 'BAD_SIGNATURE'],
  'alg EdDSA, which leaves the curve open': [withHeader({ alg: 'EdDSA' }), 'WRONG_ALGORITHM'],
  'alg in lower case': [withHeader({ alg: 'ed25519' }), 'WRONG_ALGORITHM'],
  'no alg': [forge(key, { typ: TYPE, kid: key.jwk.kid }, CLAIMS), 'WRONG_ALGORITHM'],
  'a license file': [signed(key, 'license-file+jws', CLAIMS), 'WRONG_TYPE'],
  'a statement of keys': [signed(key, 'license-keys+jws', CLAIMS), 'WRONG_TYPE'],
  'no type': [forge(key, { alg: 'Ed25519', kid: key.jwk.kid }, CLAIMS), 'WRONG_TYPE'],
  'a key that nobody knows': [signed(stranger, TYPE, CLAIMS), 'UNKNOWN_SIGNING_KEY'],
  'a key that it brings itself': [
    forge(stranger, { ...headerOf(stranger, TYPE), jwk: stranger.jwk }, CLAIMS),
    'UNKNOWN_SIGNING_KEY',
  ],
  'no key id': [forge(key, { alg: 'Ed25519', typ: TYPE }, CLAIMS), 'UNKNOWN_SIGNING_KEY'],
  'a stranger under our key’s id': [signed(forger('stranger', 'current'), TYPE, CLAIMS), 'BAD_SIGNATURE'],
  'a stranger that brings its key under our key’s id': [
    forge(stranger, { ...headerOf(key, TYPE), jwk: { ...stranger.jwk, kid: 'current' } }, CLAIMS),
    'BAD_SIGNATURE',
  ],
  'a payload that was changed': [
    `${head}.${Buffer.from(JSON.stringify({ ...CLAIMS, plan: 'Enterprise' })).toString('base64url')}.${signature}`,
    'BAD_SIGNATURE',
  ],
  'a header that was changed': [
    `${Buffer.from(JSON.stringify({ ...headerOf(key, TYPE), colour: 'red' })).toString('base64url')}.${body}.${signature}`,
    'BAD_SIGNATURE',
  ],
  'half a signature': [
    `${head}.${body}.${Buffer.from(signature, 'base64url').subarray(0, 32).toString('base64url')}`,
    'BAD_SIGNATURE',
  ],
  'a signature of nothing but zeros': [`${head}.${body}.${Buffer.alloc(64).toString('base64url')}`, 'BAD_SIGNATURE'],
  'another product': [withClaims({ aud: 'weaver' }), 'OTHER_PRODUCT'],
  'another installation': [withClaims({ install: 'Zz4x0m1Qq7Yk2sTn' }), 'OTHER_INSTALLATION'],
  'another instance': [withClaims({ sub: 'ins_01JD6Z4M0R8V7N3KQWX2TB5CFJ' }), 'OTHER_INSTANCE'],
  'the answer to another call': [withClaims({ nonceHash: sha256(bytesNamed('an older nonce')) }), 'NOT_THE_ANSWER'],
  'issued more than five minutes after our time': [withClaims({ iat: NOW + 301 }), 'FROM_THE_FUTURE'],
}

const cases: readonly LeaseCase[] = [
  ...Object.entries(valid).map(([name, lease]) => ({ name, lease, fault: null })),
  ...Object.entries(invalid).map(([name, [lease, fault]]) => ({ name, lease, fault })),
]

export const LEASES = {
  about:
    'Each lease, judged with these keys and as expected. Times are seconds since 1970; fault null: to be believed.',
  keys: [key.jwk],
  expected: EXPECTED,
  read: { name: 'a lease of a subscription', claims: CLAIMS },
  cases,
}

const REQUEST = {
  product: 'loomfield',
  version: '2.4.0',
  releasedOn: '2026-10-01',
  install: EXPECTED.installId,
  environment: 'production',
  name: 'plant 7',
  nonce: NONCE,
}
const { seatUntil: _seat, ...shared } = CLAIMS
const FILE = { ...shared, sub: 'lof_01JD6Z4M0R8V7N3KQWX2TB5CFH', exp: NOW + 365 * 24 * HOUR }
const FILE_TYPE = 'license-file+jws'
const file = signed(key, FILE_TYPE, FILE)
const newer = forger('newer')
const statement = signed(key, 'license-keys+jws', { v: 1, iss: CLAIMS.iss, iat: NOW, keys: [newer.jwk] })
const requestText = `csr1.${Buffer.from(JSON.stringify(REQUEST)).toString('base64url')}`
const { instanceId: _instance, ...fileExpected } = EXPECTED

export const OFFLINE = {
  about: 'A request and its code; files, judged with these keys and what they bring. fault null: to be believed.',
  request: REQUEST,
  code: `${requestText}.${sha256(requestText).slice(0, 8)}`,
  keys: [key.jwk],
  expected: fileExpected,
  cases: [
    { name: 'a file', file, fault: null },
    {
      name: 'a file with line breaks',
      file: ` ${file.slice(0, 76)}\n${file.slice(76, 152)}\r\n${file.slice(152)}\n`,
      fault: null,
    },
    {
      name: 'a file of a newer key that brings the statement',
      file: signed(newer, FILE_TYPE, { ...FILE, statements: [statement] }),
      fault: null,
    },
    {
      name: 'a file of a newer key without the statement',
      file: signed(newer, FILE_TYPE, FILE),
      fault: 'UNKNOWN_SIGNING_KEY',
    },
    {
      name: 'a file that vouches for its own key',
      file: signed(stranger, FILE_TYPE, {
        ...FILE,
        statements: [signed(stranger, 'license-keys+jws', { v: 1, iss: CLAIMS.iss, iat: NOW, keys: [stranger.jwk] })],
      }),
      fault: 'UNKNOWN_SIGNING_KEY',
    },
    { name: 'a lease', file: good, fault: 'WRONG_TYPE' },
    {
      name: 'a file for another installation',
      file: signed(key, FILE_TYPE, { ...FILE, install: 'Zz4x0m1Qq7Yk2sTn' }),
      fault: 'OTHER_INSTALLATION',
    },
    {
      name: 'a file for another request',
      file: signed(key, FILE_TYPE, { ...FILE, nonceHash: sha256('another') }),
      fault: 'NOT_THE_ANSWER',
    },
    {
      name: 'a file for another product',
      file: signed(key, FILE_TYPE, { ...FILE, aud: 'weaver' }),
      fault: 'OTHER_PRODUCT',
    },
    {
      name: 'a file that was changed',
      file: file.replace(/.$/, file.endsWith('A') ? 'Q' : 'A'),
      fault: 'BAD_SIGNATURE',
    },
    { name: 'a file without an end', file: signed(key, FILE_TYPE, without('exp')), fault: 'MALFORMED' },
  ],
}
