import { bytesNamed, forger, sha256, signed } from './forge.ts'

const [first, second, third, stranger] = [forger('first'), forger('second'), forger('third'), forger('stranger')]
const vouch = (older: typeof first, newer: typeof first, more: object = {}) =>
  signed(older, 'license-keys+jws', { v: 1, iss: '7c1f', iat: 1_795_248_000, keys: [newer.jwk], ...more })

export const SIGNING_KEYS = {
  about:
    'Which keys are known after following the statements from the pinned key, in any order. kid of the pinned one: first.',
  pinned: [first.jwk],
  cases: [
    { name: 'no statement', statements: [], known: ['first'] },
    { name: 'one rotation', statements: [vouch(first, second)], known: ['first', 'second'] },
    {
      name: 'two rotations',
      statements: [vouch(first, second), vouch(second, third)],
      known: ['first', 'second', 'third'],
    },
    {
      name: 'two rotations, the later first',
      statements: [vouch(second, third), vouch(first, second)],
      known: ['first', 'second', 'third'],
    },
    { name: 'a link is missing', statements: [vouch(second, third)], known: ['first'] },
    { name: 'a stranger vouches', statements: [vouch(stranger, second)], known: ['first'] },
    {
      name: 'a stranger under the pinned id vouches',
      statements: [vouch(forger('stranger', 'first'), second)],
      known: ['first'],
    },
    {
      name: 'a lease does not vouch',
      statements: [signed(first, 'license-lease+jws', { v: 1, keys: [second.jwk] })],
      known: ['first'],
    },
    { name: 'a statement of a later version', statements: [vouch(first, second, { v: 2 })], known: ['first'] },
    {
      name: 'a key of another kind',
      statements: [vouch(first, second, { keys: [{ ...second.jwk, crv: 'Ed448' }] })],
      known: ['first'],
    },
    {
      name: 'a key for encryption',
      statements: [vouch(first, second, { keys: [{ ...second.jwk, use: 'enc' }] })],
      known: ['first'],
    },
    {
      name: 'a key for another algorithm',
      statements: [vouch(first, second, { keys: [{ ...second.jwk, alg: 'ES256' }] })],
      known: ['first'],
    },
    { name: 'no statement at all', statements: ['statement'], known: ['first'] },
  ],
  /** Who is known under an id stays who it was. */
  kept: {
    statements: [vouch(first, forger('stranger', 'first')), vouch(first, second)],
    lease: signed(forger('stranger', 'first'), 'license-lease+jws', {}),
    fault: 'BAD_SIGNATURE',
  },
}

// 24 symbols 0 and the check symbol 0: a sum of nothing. The second: all 1 but the check symbol, worked out by hand in
// docs/licenses-api.md's steps below; the others are slips of it.
const ONES = `CS-11111-11111-11111-11111-1111`

const checkSymbol = (symbols: string): string => {
  // As the document says it, written a second time on purpose: c = double(c) XOR value, and the last value makes it 0.
  let c = 0
  for (const symbol of symbols) {
    c *= 2
    if (c >= 32) c = (c - 32) ^ 5
    c ^= '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(symbol)
  }
  c *= 2
  if (c >= 32) c = (c - 32) ^ 5
  return '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[c] ?? ''
}

const WHOLE = `CS-7K2MQ-0XV9T-4BN8R-HW3CZ-5GJD${checkSymbol('7K2MQ0XV9T4BN8RHW3CZ5GJD')}`
const swapped = WHOLE.replace('7K2', 'K72')
const slipped = WHOLE.replace('MQ', 'MP')

export const LICENSE_KEYS = {
  about: 'Whether a text is a license key without a slip.',
  cases: [
    { name: 'nothing but zeros', key: 'CS-00000-00000-00000-00000-00000', isWhole: true },
    { name: 'a key', key: WHOLE, isWhole: true },
    { name: 'ones', key: `${ONES}${checkSymbol('1'.repeat(24))}`, isWhole: true },
    { name: 'lower case', key: WHOLE.toLowerCase(), isWhole: true },
    { name: 'without dashes, with spaces', key: ` ${WHOLE.replaceAll('-', ' ')} `, isWhole: true },
    {
      name: 'O for zero, I and L for one',
      key: `CS-IL111-11111-11111-11111-1111${checkSymbol('1'.repeat(24))}`,
      isWhole: true,
    },
    { name: 'two symbols changed places', key: swapped, isWhole: false },
    { name: 'one symbol is wrong', key: slipped, isWhole: false },
    { name: 'one symbol is missing', key: WHOLE.slice(0, -1), isWhole: false },
    { name: 'one symbol too many', key: `${WHOLE}0`, isWhole: false },
    { name: 'a symbol that there is not', key: WHOLE.replace('7K2', '7U2'), isWhole: false },
    { name: 'another beginning', key: WHOLE.replace('CS', 'SC'), isWhole: false },
    { name: 'nothing', key: '', isWhole: false },
  ],
}

const nonces = ['a', 'b', 'c'].map(bytesNamed)

export const NONCES = {
  about: 'nonceHash: base64url of SHA-256 over the 43 characters of the nonce.',
  cases: [
    // SHA-256 of forty-three letters A, as any tool gives it.
    { nonce: 'A'.repeat(43), nonceHash: sha256('A'.repeat(43)) },
    ...nonces.map((nonce) => ({ nonce, nonceHash: sha256(nonce) })),
  ],
}

export const COVERAGE = {
  about: 'Whether a version released on a day is covered by updates until a day; days in UTC, the last one counts.',
  cases: [
    { releasedOn: '2026-11-20', updatesUntil: '2026-11-21', isCovered: true },
    { releasedOn: '2026-11-21', updatesUntil: '2026-11-21', isCovered: true },
    { releasedOn: '2026-11-22', updatesUntil: '2026-11-21', isCovered: false },
    { releasedOn: '2027-01-01', updatesUntil: '2026-12-31', isCovered: false },
    { releasedOn: '2026-12-31', updatesUntil: '2027-01-01', isCovered: true },
    { releasedOn: '2028-02-29', updatesUntil: '2028-02-28', isCovered: false },
    { releasedOn: '2028-02-29', updatesUntil: '2028-02-29', isCovered: true },
    { releasedOn: '2099-12-31', updatesUntil: null, isCovered: true },
  ],
}

const T = 1_795_248_000
const lease = { iat: T, exp: T + 86_400, updatesUntil: null, version: '2.4.0', isOffline: false }
const program = { version: '2.4.0', releasedOn: '2026-10-01' }
const perpetual = { ...lease, updatesUntil: '2026-10-31' }
const newer = { version: '2.5.0', releasedOn: '2026-11-01' }
const year = { ...lease, exp: T + 365 * 86_400, version: null, isOffline: true }

export const STANDINGS = {
  about:
    'What holds at a moment (now, in milliseconds) with a lease or file, whose version is the one that the server gave it to.',
  cases: [
    { name: 'no lease', lease: null, program, now: T * 1000, isLocked: true, isWarned: false },
    { name: 'just issued', lease, program, now: T * 1000, isLocked: false, isWarned: false },
    { name: 'before half of it', lease, program, now: (T + 43_200) * 1000 - 1, isLocked: false, isWarned: false },
    { name: 'half of it', lease, program, now: (T + 43_200) * 1000, isLocked: false, isWarned: true },
    { name: 'its last millisecond', lease, program, now: (T + 86_400) * 1000 - 1, isLocked: false, isWarned: true },
    { name: 'its end', lease, program, now: (T + 86_400) * 1000, isLocked: true, isWarned: false },
    { name: 'a covered version', lease: perpetual, program, now: T * 1000, isLocked: false, isWarned: false },
    {
      name: 'a version that is not covered',
      lease: perpetual,
      program: newer,
      now: T * 1000,
      isLocked: true,
      isWarned: false,
    },
    {
      name: 'a version that the server gave it to, whatever its day',
      lease: { ...perpetual, version: '2.5.0' },
      program: newer,
      now: T * 1000,
      isLocked: false,
      isWarned: false,
    },
    { name: 'a file', lease: year, program, now: (T + 200 * 86_400) * 1000, isLocked: false, isWarned: false },
    {
      name: 'a file’s last two weeks',
      lease: year,
      program,
      now: (T + 351 * 86_400) * 1000,
      isLocked: false,
      isWarned: true,
    },
    { name: 'a file’s end', lease: year, program, now: (T + 365 * 86_400) * 1000, isLocked: true, isWarned: false },
  ],
}

/** Calls and answers by turns. `nonce`: new, or the same as in the call before. The token is always the last that came. */
export const CALLS = {
  about:
    'What is sent after which answer. answer: ok with a token, lost (or 429, 5xx, unreadable), or the code of a refusal.',
  cases: [
    {
      name: 'checks follow an activation',
      answers: ['ok:t0', 'ok:t1'],
      calls: ['activate new', 'check:t0 new', 'check:t1 new'],
    },
    {
      name: 'a lost answer to an activation',
      answers: ['lost', 'ok:t0'],
      calls: ['activate new', 'activate same', 'check:t0 new'],
    },
    {
      name: 'a lost answer to a check',
      answers: ['ok:t0', 'lost', 'lost', 'ok:t1'],
      calls: ['activate new', 'check:t0 new', 'check:t0 same', 'check:t0 same', 'check:t1 new'],
    },
    {
      name: 'a refusal keeps token and nonce',
      answers: ['ok:t0', 'NOT_ACTIVE', 'ok:t1'],
      calls: ['activate new', 'check:t0 new', 'check:t0 same', 'check:t1 new'],
    },
    {
      name: 'a refusal after a lost answer',
      answers: ['ok:t0', 'lost', 'NOT_ACTIVE', 'ok:t1'],
      calls: ['activate new', 'check:t0 new', 'check:t0 same', 'check:t0 same', 'check:t1 new'],
    },
    {
      name: 'a code of later versions',
      answers: ['ok:t0', 'TOO_COLD', 'ok:t1'],
      calls: ['activate new', 'check:t0 new', 'check:t0 same', 'check:t1 new'],
    },
    {
      name: 'a refused activation',
      answers: ['PENDING_PAYMENT', 'ok:t0'],
      calls: ['activate new', 'activate same', 'check:t0 new'],
    },
    {
      name: 'a token that is out of date',
      answers: ['ok:t0', 'BAD_TOKEN', 'ok:u0'],
      calls: ['activate new', 'check:t0 new', 'activate new', 'check:u0 new'],
    },
    {
      name: 'an instance that is not known',
      answers: ['ok:t0', 'UNKNOWN_INSTANCE', 'lost', 'ok:u0'],
      calls: ['activate new', 'check:t0 new', 'activate new', 'activate same', 'check:u0 new'],
    },
    {
      name: 'an instance that was released',
      answers: ['ok:t0', 'INSTANCE_RELEASED', 'NO_FREE_SEAT', 'ok:u0'],
      calls: ['activate new', 'check:t0 new', 'activate new', 'activate same', 'check:u0 new'],
    },
    {
      name: 'two copies',
      answers: ['ok:t0', 'CLONE_SUSPECTED', 'ok:t1'],
      calls: ['activate new', 'check:t0 new', 'check:t0 same', 'check:t1 new'],
    },
  ],
}
