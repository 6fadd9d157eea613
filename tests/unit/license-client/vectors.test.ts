import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { requestCode } from '../../../license-client/client/offline.ts'
import { judgeStanding, type Grant } from '../../../license-client/client/standing-rules.ts'
import { createLicenseClient, isWholeKey, memoryStore, type Transport } from '../../../license-client/index.ts'
import { isVersionCovered } from '../../../license-client/lease/coverage.ts'
import { openJws, peekClaims } from '../../../license-client/lease/jws.ts'
import { createKeyRing } from '../../../license-client/lease/keys.ts'
import { hashNonce, type Lease, openLease, openLicenseFile } from '../../../license-client/lease/lease.ts'
import { followStatements } from '../../../license-client/lease/statements.ts'
import type {
  COVERAGE,
  CALLS,
  LICENSE_KEYS,
  NONCES,
  SIGNING_KEYS,
  STANDINGS,
} from '../../../license-client/vectors/rule-cases.ts'
import type { LEASES, OFFLINE } from '../../../license-client/vectors/lease-cases.ts'
import { textOf, VECTORS } from '../../../license-client/vectors/write-vectors.ts'
import { readKey } from '../../../server/features/licenses/key-rules.ts'
import { signCompact } from '../../../server/features/licenses/sign-compact.ts'
import { makeSigner } from '../../support/licenses/paper-server.ts'
import { START } from '../../support/licenses/installation.ts'
import { virtualTime } from '../../support/licenses/virtual-time.ts'

// What other languages are held to, `license-client/go` among them, holds here too.

const FOLDER = join(import.meta.dirname, '../../../license-client/vectors')
const read = <T>(name: string): T => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as T

const leases = read<typeof LEASES>('leases.json')
const offline = read<typeof OFFLINE>('offline-files.json')
const signingKeys = read<typeof SIGNING_KEYS>('signing-keys.json')

test.each(Object.keys(VECTORS))('%s says what its cases say', (name) => {
  expect(readFileSync(join(FOLDER, name), 'utf8') === textOf(name), 'run license-client/vectors/write-vectors.ts').toBe(
    true,
  )
})

describe('leases', () => {
  const { now, ...who } = leases.expected
  const expected = { ...who, nowMs: now * 1000 }
  test.each(leases.cases)('$name', ({ lease, fault }) => {
    const opened = openLease(lease, createKeyRing(leases.keys), expected)
    expect(opened.isOk ? null : opened.fault).toBe(fault)
  })

  test('are read to the second', () => {
    const { claims } = leases.read
    const [first] = leases.cases
    const opened = openLease(first?.lease ?? '', createKeyRing(leases.keys), expected)
    expect(opened).toMatchObject({
      isOk: true,
      lease: { limits: claims.limits, plan: claims.plan, updatesUntil: null },
    })
    expect(opened.isOk && [opened.lease.issuedAt, opened.lease.seatUntil, opened.lease.runUntil]).toEqual([
      claims.iat * 1000,
      claims.seatUntil * 1000,
      claims.exp * 1000,
    ])
  })
})

describe('license files', () => {
  test('answer a code that says what was asked', () => {
    expect(requestCode(offline.request)).toBe(offline.code)
  })

  test.each(offline.cases)('$name', ({ file, fault }) => {
    const keys = createKeyRing(offline.keys)
    const { now, ...who } = offline.expected
    const statements = peekClaims(file.replaceAll(/\s/g, ''))?.['statements'] as string[] | undefined
    followStatements(statements ?? [], keys)
    const opened = openLicenseFile(file, keys, { ...who, nowMs: now * 1000 })
    expect(opened.isOk ? null : opened.fault).toBe(fault)
  })
})

describe('statements', () => {
  test.each(signingKeys.cases)('$name', ({ statements, known }) => {
    const keys = createKeyRing(signingKeys.pinned)
    followStatements(statements, keys)
    expect(keys.ids().toSorted()).toEqual(known)
  })

  test('put nobody in the place of a known key', () => {
    const keys = createKeyRing(signingKeys.pinned)
    followStatements(signingKeys.kept.statements, keys)
    const jws = openJws(signingKeys.kept.lease, 'license-lease+jws', keys.keyOf)
    expect(jws.isOk ? null : jws.fault).toBe(signingKeys.kept.fault)
  })
})

test.each(read<typeof LICENSE_KEYS>('license-keys.json').cases)('the key: $name', ({ key, isWhole }) => {
  expect(isWholeKey(key)).toBe(isWhole)
  expect(readKey(key) !== null).toBe(isWhole)
})

test.each(read<typeof NONCES>('nonces.json').cases)('the hash of $nonce', ({ nonce, nonceHash }) => {
  expect(hashNonce(nonce)).toBe(nonceHash)
})

test.each(read<typeof COVERAGE>('coverage.json').cases)(
  '$releasedOn under updates until $updatesUntil',
  ({ releasedOn, updatesUntil, isCovered }) => {
    expect(isVersionCovered(releasedOn, updatesUntil)).toBe(isCovered)
  },
)

const nobody = { server: '', product: '', instanceId: '', installId: '', licenseId: '', plan: '', planRevision: '' }
const grantOf = (lease: (typeof STANDINGS)['cases'][number]['lease']): Grant | null => {
  if (lease === null) return null
  const { iat, exp, updatesUntil, version, isOffline } = lease
  const times = { issuedAt: iat * 1000, runUntil: exp * 1000, seatUntil: exp * 1000, updatesUntil }
  const full: Lease = { ...nobody, ...times, limits: {}, environment: '', hasMultiTenancy: false, nonceHash: '' }
  return { lease: full, version, isOffline }
}

test.each(read<typeof STANDINGS>('standings.json').cases)('$name', ({ lease, program, now, isLocked, isWarned }) => {
  expect(judgeStanding({ grant: grantOf(lease), cause: null, ...program }, now)).toMatchObject({ isLocked, isWarned })
})

describe('calls', () => {
  const signer = makeSigner('1')
  const instance = 'ins_00000000000000000000000001'
  const answerTo = (answer: string, body: Readonly<Record<string, unknown>>, installId: string) => {
    const [kind, token] = answer.split(':')
    if (kind !== 'ok')
      return { verdict: 'refused', code: answer, text: 'No.', next: '', retryAfterSeconds: null, details: {} }
    const nonceHash = hashNonce(String(body['nonce']))
    const claims = {
      v: 1,
      iss: 'x',
      aud: 'loomfield',
      sub: instance,
      install: installId,
      license: 'lic_1',
      plan: 'Maker',
    }
    const more = {
      planRevision: '1',
      limits: {},
      environment: 'production',
      hasMultiTenancy: false,
      updatesUntil: null,
    }
    const iat = START / 1000
    const times = { nonceHash, iat, exp: iat + 86_400, seatUntil: iat + 86_400 }
    const lease = signCompact(signer, 'license-lease+jws', { ...claims, ...more, ...times })
    return { verdict: 'ok', instance, token, lease, checkEverySeconds: 3600, notices: [], plan: null }
  }

  test.each(read<typeof CALLS>('calls.json').cases)('$name', async ({ answers, calls }) => {
    const time = virtualTime(START)
    const left = [...answers]
    const made: string[] = []
    let before: unknown
    const transport: Transport = async ({ path, body }) => {
      const asked = body as Readonly<Record<string, unknown>>
      const kind = path.split('/').at(-1)
      const nonce = asked['nonce'] === before ? 'same' : 'new'
      before = asked['nonce']
      made.push(kind === 'check' ? `check:${String(asked['token'])} ${nonce}` : `activate ${nonce}`)
      const answer = left.shift()
      if (answer === undefined || answer === 'lost') throw new Error('no answer')
      return { status: 200, body: answerTo(answer, asked, 'install-0123456789'), retryAfterMs: null }
    }
    const client = createLicenseClient({
      server: 'https://licenses.loomfield.example',
      key: 'CS-00000-00000-00000-00000-00000',
      product: 'loomfield',
      version: '2.4.0',
      releasedOn: '2026-10-01',
      store: memoryStore('install-0123456789'),
      pinnedKeys: [signer.jwk],
      transport,
      clock: time.machine(),
      timers: time.timers,
    })
    while (made.length < calls.length) await client.check()
    expect(made).toEqual(calls)
  })
})
