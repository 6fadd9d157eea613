import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import {
  countersignatureSchema,
  type DecisionStatement,
  type EnrolmentStatement,
  statementText,
} from '@countersign/shared/features/countersignature'
import { describe, expect, test } from 'vitest'
import { checkCountersignature } from '../../../server/features/approvals/check-countersignature.ts'
import { checkKeyEnrolment } from '../../../server/features/approvals/check-key-enrolment.ts'
import type { ExpectedDecision } from '../../../server/features/approvals/countersignature-rules.ts'
import { companionIdOf, contentHash, keyIdOf } from '../../../server/kernel/fingerprint.ts'
import { createKeyRing } from '../../../server/kernel/key-ring.ts'

const AT = Date.parse('2026-03-14T09:30:00.000Z')
const MINUTE = 60_000
const companionId = companionIdOf(createKeyRing(Buffer.from('a secret of at least thirty-two bytes')))

const newKey = () => {
  const pair = generateKeyPairSync('ed25519')
  return { privateKey: pair.privateKey, publicKey: pair.publicKey.export({ format: 'jwk' }).x ?? '' }
}
const key = newKey()
const signed = <S extends DecisionStatement | EnrolmentStatement>(statement: S, privateKey: KeyObject) => ({
  statement,
  signature: sign(null, Buffer.from(statementText(statement)), privateKey).toString('base64url'),
})

const payload = { kind: 'credit.issue', amount: { amount: 4200, currency: 'usd' }, team: 'team-1' }
const facts = { balance: { amount: 0, currency: 'usd' } }
const statement: DecisionStatement = {
  purpose: 'countersign.decision.v1',
  companionId,
  requestId: 'apr_01JZ0000000000000000000000',
  decision: 'approve',
  payloadHash: contentHash(payload),
  factsHash: contentHash(facts),
  policyVersion: 3,
  keyId: keyIdOf(key.publicKey),
  at: new Date(AT).toISOString(),
}
const { purpose: _purpose, keyId: _keyId, at: _at, ...known } = statement
const expected: ExpectedDecision = { ...known, receivedAt: AT }

describe('fingerprints', () => {
  test('a payload’s hash is the SHA-256 of its canonical JSON, whatever the order of its keys', () => {
    const text = '{"amount":{"amount":4200,"currency":"usd"},"kind":"credit.issue","team":"team-1"}'
    expect(contentHash(payload)).toBe(createHash('sha256').update(text).digest('hex'))
    expect(contentHash({ team: payload.team, amount: payload.amount, kind: payload.kind })).toBe(contentHash(payload))
  })

  test('a key’s id is over its raw bytes', () => {
    const raw = Buffer.from(key.publicKey, 'base64url')
    expect(raw.length).toBe(32)
    expect(keyIdOf(key.publicKey)).toBe(createHash('sha256').update(raw).digest('hex').slice(0, 32))
  })

  test('a companion’s id follows from its secret alone', () => {
    const again = companionIdOf(createKeyRing(Buffer.from('a secret of at least thirty-two bytes')))
    const other = companionIdOf(createKeyRing(Buffer.from('another secret of thirty-two bytes!!')))
    expect(again).toBe(companionId)
    expect(other).not.toBe(companionId)
    expect(companionId).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('a countersignature', () => {
  const good = signed(statement, key.privateKey)
  const faultOf = (other: Partial<ExpectedDecision>) => {
    const verdict = checkCountersignature(good, { ...expected, ...other }, key)
    return verdict.isValid ? null : verdict.fault
  }

  test('counts for exactly what it names', () => {
    expect(countersignatureSchema.parse(good)).toEqual(good)
    expect(checkCountersignature(good, expected, key)).toEqual({ isValid: true })
  })

  test.each([
    ['other-companion', { companionId: '0'.repeat(32) }],
    ['other-request', { requestId: 'apr_01JZ0000000000000000000001' }],
    ['other-decision', { decision: 'reject' }],
    ['payload-differs', { payloadHash: contentHash({ ...payload, team: 'team-2' }) }],
    ['facts-differ', { factsHash: contentHash({}) }],
    ['other-policy', { policyVersion: 4 }],
  ] as const)('is refused as %s', (fault, other) => {
    expect(faultOf(other)).toBe(fault)
  })

  test('is refused when the device’s clock is more than five minutes off, either way', () => {
    expect(faultOf({ receivedAt: AT + 5 * MINUTE })).toBeNull()
    expect(faultOf({ receivedAt: AT - 5 * MINUTE })).toBeNull()
    expect(faultOf({ receivedAt: AT + 5 * MINUTE + 1 })).toBe('clock-off')
    expect(faultOf({ receivedAt: AT - 5 * MINUTE - 1 })).toBe('clock-off')
  })

  test('is refused under another key, even if the statement names that key', () => {
    const other = newKey()
    expect(checkCountersignature(good, expected, other)).toEqual({ isValid: false, fault: 'other-key' })
    const claimed = { ...good, statement: { ...statement, keyId: keyIdOf(other.publicKey) } }
    expect(checkCountersignature(claimed, expected, other)).toEqual({ isValid: false, fault: 'bad-signature' })
  })

  test('is refused when any byte of it or of the statement was changed', () => {
    const flipped = Buffer.from(good.signature, 'base64url')
    flipped[10] = (flipped[10] ?? 0) ^ 1
    const changed = { ...good, signature: flipped.toString('base64url') }
    expect(checkCountersignature(changed, expected, key)).toEqual({ isValid: false, fault: 'bad-signature' })
    const later = { ...good, statement: { ...statement, at: new Date(AT + 1).toISOString() } }
    expect(checkCountersignature(later, expected, key)).toEqual({ isValid: false, fault: 'bad-signature' })
  })

  test('has one spelling: unused bits of its last character don’t pass', () => {
    const last = good.signature.at(-1) ?? ''
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const respelt = `${good.signature.slice(0, -1)}${alphabet[alphabet.indexOf(last) + 1] ?? ''}`
    expect(Buffer.from(respelt, 'base64url')).toEqual(Buffer.from(good.signature, 'base64url'))
    expect(countersignatureSchema.safeParse({ ...good, signature: respelt }).success).toBe(false)
    expect(checkCountersignature({ ...good, signature: respelt }, expected, key).isValid).toBe(false)
  })

  test('of another purpose is not one', () => {
    const foreign = { ...good, statement: { ...statement, purpose: 'countersign.key-enrolment.v1' } }
    expect(countersignatureSchema.safeParse(foreign).success).toBe(false)
  })
})

describe('the enrolment of a key', () => {
  const staffId = 'stf_01JZ0000000000000000000000'
  const said: EnrolmentStatement = {
    purpose: 'countersign.key-enrolment.v1',
    companionId,
    staffId,
    publicKey: key.publicKey,
    place: 'keyring',
    at: new Date(AT).toISOString(),
  }
  const asked = { companionId, staffId, receivedAt: AT }

  test('proves that its sender holds the key', () => {
    expect(checkKeyEnrolment(signed(said, key.privateKey), asked)).toEqual({
      isValid: true,
      keyId: keyIdOf(key.publicKey),
      publicKey: key.publicKey,
      place: 'keyring',
    })
  })

  test('names where the key lies, under the signature', () => {
    const good = signed({ ...said, place: 'browser' }, key.privateKey)
    const claimed = { ...good, statement: { ...good.statement, place: 'keyring' as const } }
    expect(checkKeyEnrolment(claimed, asked)).toEqual({ isValid: false, fault: 'bad-signature' })
  })

  test('fails with somebody else’s key, for another person or companion, and late', () => {
    const faultOf = (enrolment: ReturnType<typeof signed<EnrolmentStatement>>, other: Partial<typeof asked> = {}) => {
      const verdict = checkKeyEnrolment(enrolment, { ...asked, ...other })
      return verdict.isValid ? null : verdict.fault
    }
    const good = signed(said, key.privateKey)
    expect(faultOf(signed(said, newKey().privateKey))).toBe('bad-signature')
    expect(faultOf(good, { staffId: 'stf_01JZ0000000000000000000001' })).toBe('other-person')
    expect(faultOf(good, { companionId: 'f'.repeat(32) })).toBe('other-companion')
    expect(faultOf(good, { receivedAt: AT + 6 * MINUTE })).toBe('clock-off')
  })
})
