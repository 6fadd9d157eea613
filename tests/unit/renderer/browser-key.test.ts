import { createdKeySchema, type Signing, signedDecisionSchema } from '@countersign/shared/features/countersignature'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { checkCountersignature } from '../../../server/features/approvals/check-countersignature.ts'
import { checkKeyEnrolment } from '../../../server/features/approvals/check-key-enrolment.ts'
import { contentHash } from '../../../server/kernel/fingerprint.ts'
import { createBrowserKey } from '../../../src-renderer/lib/browser-key.ts'
import type { KeptBrowserKey, KeyStore } from '../../../src-renderer/lib/key-store.ts'

const companionId = 'c'.repeat(32)
const staffId = 'stf_01JZ0000000000000000000000'
const signing: Signing = {
  companionId,
  requestId: 'apr_01JZ0000000000000000000000',
  decision: 'reject',
  content: {
    kind: 'credit.issue',
    teamId: 'T-1',
    customerStripeId: 'cus_1',
    payload: { text: 'Zoë’s team', amount: { amount: 4200, currency: 'usd' } },
  },
  facts: { balance: 0 },
  policyVersion: 2,
}

/** What IndexedDB does, without outliving the test. */
const memory = (): KeyStore & { readonly kept: Map<string, KeptBrowserKey> } => {
  const kept = new Map<string, KeptBrowserKey>()
  return {
    kept,
    load: async (name) => kept.get(name) ?? null,
    keep: async (name, key) => void kept.set(name, key),
  }
}

afterEach(() => vi.restoreAllMocks())

describe('a browser’s approver key', () => {
  test('is enrolled and signs as the companion checks it', async () => {
    const key = createBrowserKey(staffId, memory())
    expect(await key.status(companionId)).toEqual({ state: 'none', mayAsk: false })
    const made = createdKeySchema.parse(await key.create({ companionId, isReplacing: false }))
    expect(made.place).toBe('browser')
    const enrolledAt = Date.parse(made.enrolment.statement.at)
    expect(checkKeyEnrolment(made.enrolment, { companionId, staffId, receivedAt: enrolledAt })).toEqual({
      isValid: true,
      keyId: made.keyId,
      publicKey: made.publicKey,
      place: 'browser',
    })
    const { place, ...signed } = signedDecisionSchema.parse(await key.sign(signing))
    expect(place).toBe('browser')
    const { requestId, decision, policyVersion } = signing
    const expected = {
      companionId,
      requestId,
      decision,
      policyVersion,
      payloadHash: contentHash(signing.content),
      factsHash: contentHash(signing.facts),
      receivedAt: Date.parse(signed.statement.at),
    }
    expect(checkCountersignature(signed, expected, { publicKey: made.publicKey })).toEqual({ isValid: true })
  })

  test('can’t be taken out of the browser', async () => {
    const store = memory()
    await createBrowserKey(staffId, store).create({ companionId, isReplacing: false })
    const [kept] = [...store.kept.values()]
    expect(kept?.privateKey.extractable).toBe(false)
    if (kept) await expect(crypto.subtle.exportKey('jwk', kept.privateKey)).rejects.toThrow()
  })

  test('stays until it is replaced, and is one person’s at one companion', async () => {
    const store = memory()
    const key = createBrowserKey(staffId, store)
    const { publicKey, keyId } = await key.create({ companionId, isReplacing: false })
    expect((await key.create({ companionId, isReplacing: false })).publicKey).toBe(publicKey)
    expect(await key.status(companionId)).toEqual({ state: 'ready', keyId, publicKey, place: 'browser' })
    const other = createBrowserKey('stf_01JZ0000000000000000000001', store)
    expect(await other.status(companionId)).toMatchObject({ state: 'none' })
    expect(await key.status('d'.repeat(32))).toMatchObject({ state: 'none' })
    expect((await key.create({ companionId, isReplacing: true })).publicKey).not.toBe(publicKey)
  })

  test('that isn’t there signs nothing', async () => {
    const signed = createBrowserKey(staffId, memory()).sign(signing)
    await expect(signed).rejects.toMatchObject({ failure: { code: 'APPROVER_KEY_MISSING' } })
  })

  test('is refused plainly where the browser lacks Ed25519 or keeps nothing', async () => {
    const refused = { failure: { code: 'BROWSER_CANNOT_SIGN' } }
    const broken: KeyStore = {
      load: () => Promise.reject(new Error('no database here')),
      keep: () => Promise.resolve(),
    }
    await expect(createBrowserKey(staffId, broken).status(companionId)).rejects.toMatchObject(refused)
    vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(new DOMException('unknown', 'NotSupportedError'))
    const made = createBrowserKey(staffId, memory()).create({ companionId, isReplacing: false })
    await expect(made).rejects.toMatchObject(refused)
  })
})
