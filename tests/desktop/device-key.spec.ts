import { createHash, createPublicKey, verify } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '@countersign/shared/canonical'
import {
  createdKeySchema,
  type DecisionStatement,
  type EnrolmentStatement,
  signedDecisionSchema,
} from '@countersign/shared/features/countersignature'
import type { Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Desktop,
  drive,
  type LaunchOptions,
  launchDesktop,
  newUserData,
  runtime,
} from '../support/launch-desktop.ts'

// Guards: the approver's key stays in main, signs only what its person confirmed in the system's own dialog, and what was
// confirmed is what was hashed.

const account = { email: 'ada@example.test', password: 'correct horse battery', totp: '123456' }
const companionId = 'a'.repeat(32)
const signing = {
  companionId,
  requestId: 'apr_01JZ0000000000000000000000',
  decision: 'approve',
  content: {
    kind: 'credit.issue',
    teamId: 'T-1',
    customerStripeId: 'cus_1',
    payload: { reason: 'outage', amount: { currency: 'usd', amount: 4200 } },
  },
  facts: { balance: { amount: 0, currency: 'usd' } },
  policyVersion: 3,
}
/** Worked out by hand: the canonical texts of the content and facts above. */
const CONTENT_TEXT =
  '{"customerStripeId":"cus_1","kind":"credit.issue","payload":{"amount":{"amount":4200,"currency":"usd"},"reason":"outage"},"teamId":"T-1"}'
const FACTS_TEXT = '{"balance":{"amount":0,"currency":"usd"}}'

let desktop: Desktop
let page: Page

const launch = async (options: LaunchOptions): Promise<void> => {
  desktop = await launchDesktop(options)
  page = desktop.page
  await page.waitForFunction(() => 'drive' in window)
  await drive(page, 'ask', 'session.signInLocal', account)
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const isSignedBy = (publicKey: string, said: DecisionStatement | EnrolmentStatement, signature: string): boolean => {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
  return verify(null, Buffer.from(canonicalJson(said)), key, Buffer.from(signature, 'base64url'))
}
const codeOf = (outcome: { error?: { shape: unknown } }) =>
  (outcome.error?.shape as { data: { code: string } } | undefined)?.data.code

/** What the person answers in the system's dialog: 0 confirms. */
const answering = (response: number) =>
  desktop.app.evaluate(({ dialog }, chosen) => {
    const shown: unknown[] = []
    Reflect.set(globalThis, 'shownQuestions', shown)
    dialog.showMessageBox = async (...given: unknown[]) => {
      const { signal: _signal, ...question } = given[1] as { signal?: AbortSignal }
      shown.push(question)
      return { response: chosen, checkboxChecked: false }
    }
  }, response)
const shownQuestions = () => desktop.app.evaluate(() => Reflect.get(globalThis, 'shownQuestions') as unknown[])

const create = async (more: object = {}) =>
  createdKeySchema.parse((await drive(page, 'ask', 'deviceKey.create', { companionId, ...more })).data)

describe('an approver’s key', () => {
  const userData = newUserData()
  beforeAll(() => launch({ userData }))
  afterAll(async () => {
    await desktop.close()
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  })
  beforeEach(() => answering(0))

  test('is not there at first, and nothing is signed without it', async () => {
    expect(await drive(page, 'ask', 'deviceKey.status', { companionId })).toEqual({
      data: { state: 'none', mayAsk: false },
    })
    expect(codeOf(await drive(page, 'ask', 'deviceKey.sign', signing))).toBe('APPROVER_KEY_MISSING')
    expect(await shownQuestions()).toEqual([])
  })

  test('is made in main, proves itself, and is known by its id', async () => {
    const made = await create()
    const { enrolment, publicKey } = made
    expect(made.place).toBe('keyring')
    expect(made.keyId).toBe(createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').slice(0, 32))
    expect(enrolment.statement).toMatchObject({
      companionId,
      publicKey,
      place: 'keyring',
      staffId: 'stf_01JZ0000000000000000000000',
    })
    expect(isSignedBy(publicKey, enrolment.statement, enrolment.signature)).toBe(true)
    expect(await drive(page, 'ask', 'deviceKey.status', { companionId })).toEqual({
      data: { state: 'ready', keyId: made.keyId, publicKey, place: 'keyring' },
    })
    expect((await create()).publicKey).toBe(publicKey)
  })

  test('lies sealed on the disk, and its secret half is in no message and no log', async () => {
    const folder = join(userData, 'approver-keys')
    const [name = ''] = readdirSync(folder)
    const kept = readFileSync(join(folder, name), 'utf8')
    expect(JSON.parse(kept)).toMatchObject({ form: 'sealed' })
    const { publicKey } = await create()
    expect(kept).not.toContain(publicKey)
    const messages = await page.evaluate(() => window.drive.messages.join('\n'))
    expect(messages).toContain(publicKey)
    expect(messages).not.toMatch(/"(seed|d)":/)
    expect(desktop.log()).not.toContain(publicKey)
  })

  test('signs what the person confirmed, with hashes that main worked out', async () => {
    const { publicKey, keyId } = await create()
    const signed = signedDecisionSchema.parse((await drive(page, 'ask', 'deviceKey.sign', signing)).data)
    const { at: _at, ...said } = signed.statement
    expect(said).toEqual({
      purpose: 'countersign.decision.v1',
      companionId,
      requestId: signing.requestId,
      decision: 'approve',
      payloadHash: sha256(CONTENT_TEXT),
      factsHash: sha256(FACTS_TEXT),
      policyVersion: 3,
      keyId,
    })
    expect(isSignedBy(publicKey, signed.statement, signed.signature)).toBe(true)
    const [question] = await shownQuestions()
    expect(question).toMatchObject({ message: 'Approve a credit?', buttons: ['Sign: approve', 'Cancel'], defaultId: 1 })
    expect((question as { detail: string }).detail).toContain('amount: 42.00 USD')
    expect((question as { detail: string }).detail).toContain('Team: T-1\nCustomer: cus_1')
  })

  test('signs nothing that the person cancels', async () => {
    await answering(1)
    expect(codeOf(await drive(page, 'ask', 'deviceKey.sign', signing))).toBe('SIGNING_CANCELLED')
    expect(await shownQuestions()).toHaveLength(1)
  })

  test('takes no hashes from the page, and nothing of another form', async () => {
    const bad: object[] = [
      { ...signing, payloadHash: '0'.repeat(64) },
      { ...signing, decision: 'maybe' },
      { ...signing, content: { ...signing.content, kind: 'anything' } },
      { ...signing, requestId: 'T-1' },
      { ...signing, policyVersion: 0 },
    ]
    for (const input of bad) expect(codeOf(await drive(page, 'ask', 'deviceKey.sign', input))).toBe('INPUT_INVALID')
    expect(await shownQuestions()).toEqual([])
  })

  test('asks one thing at a time', async () => {
    await desktop.app.evaluate(({ dialog }) => {
      dialog.showMessageBox = () => new Promise((resolve) => Reflect.set(globalThis, 'answer', resolve))
    })
    const first = drive(page, 'ask', 'deviceKey.sign', signing)
    await expect.poll(() => desktop.app.evaluate(() => Reflect.has(globalThis, 'answer'))).toBe(true)
    expect(codeOf(await drive(page, 'ask', 'deviceKey.sign', signing))).toBe('SIGNING_NOT_NOW')
    await desktop.app.evaluate(() => {
      const answer = Reflect.get(globalThis, 'answer') as (given: object) => void
      answer({ response: 0, checkboxChecked: false })
    })
    expect(signedDecisionSchema.parse((await first).data).statement.decision).toBe('approve')
  })

  test('signs for no other companion', async () => {
    const other = { ...signing, companionId: 'b'.repeat(32) }
    expect(codeOf(await drive(page, 'ask', 'deviceKey.sign', other))).toBe('APPROVER_KEY_MISSING')
  })

  test('is replaced only if the person says so', async () => {
    const { publicKey } = await create()
    await answering(1)
    const kept = await drive(page, 'ask', 'deviceKey.create', { companionId, isReplacing: true })
    expect(codeOf(kept)).toBe('SIGNING_CANCELLED')
    expect((await create()).publicKey).toBe(publicKey)
    await answering(0)
    expect((await create({ isReplacing: true })).publicKey).not.toBe(publicKey)
  })

  test('signs nothing while the desk is not in front', async () => {
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
    expect(codeOf(await drive(page, 'ask', 'deviceKey.sign', signing))).toBe('SIGNING_NOT_NOW')
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show())
    expect(await shownQuestions()).toEqual([])
  })

  test('outlives a restart, and is nobody’s while nobody is signed in', async () => {
    const { publicKey } = await create()
    await desktop.close()
    await launch({ userData })
    expect((await create()).publicKey).toBe(publicKey)
    await drive(page, 'ask', 'session.signOut')
    expect(codeOf(await drive(page, 'ask', 'deviceKey.sign', signing))).toBe('SIGN_IN_REQUIRED')
  })
})

describe.skipIf(runtime === 'electron')('on a Linux without a keyring', () => {
  const userData = newUserData()
  beforeAll(() => launch({ userData, env: { STAND_IN_KEYRING: 'basic_text' } }))
  afterAll(async () => {
    await desktop.close()
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  })

  test('no key is made until the person agreed to weak storage, and then it says so', async () => {
    expect(codeOf(await drive(page, 'ask', 'deviceKey.create', { companionId }))).toBe('APPROVER_KEY_NOT_KEPT')
    expect(await drive(page, 'ask', 'deviceKey.status', { companionId })).toEqual({
      data: { state: 'none', mayAsk: true },
    })
    await drive(page, 'ask', 'session.keepOnDisk', { agreed: true })
    expect((await create()).place).toBe('plain')
  })
})

describe('the key of a browser desk', () => {
  beforeAll(() => launch({}))
  afterAll(() => desktop.close())
  const ask = (step: 'status' | 'create' | 'sign', input: unknown) => drive(page, 'browserKey', step, input)

  test('is made in the browser, survives a reload, signs there, and can’t be read out of its database', async () => {
    const made = createdKeySchema.parse((await ask('create', { companionId, isReplacing: false })).data)
    expect(made.place).toBe('browser')
    await page.reload()
    await page.waitForFunction(() => 'drive' in window)
    expect(await ask('status', companionId)).toMatchObject({ data: { state: 'ready', publicKey: made.publicKey } })
    const signed = signedDecisionSchema.parse((await ask('sign', signing)).data)
    expect(signed.statement).toMatchObject({ payloadHash: sha256(CONTENT_TEXT), factsHash: sha256(FACTS_TEXT) })
    expect(isSignedBy(made.publicKey, signed.statement, signed.signature)).toBe(true)
    const kept = await page.evaluate(async () => {
      const promised = <Value>(request: IDBRequest<Value>) =>
        new Promise<Value>((resolve, reject) => {
          request.addEventListener('success', () => resolve(request.result))
          request.addEventListener('error', () => reject(new Error('the database failed')))
        })
      const database = await promised(indexedDB.open('countersign-approver-keys'))
      const [key] = (await promised(database.transaction('keys').objectStore('keys').getAll())) as CryptoKeyHolder[]
      if (!key) return null
      const read = await crypto.subtle.exportKey('pkcs8', key.privateKey).then(
        () => 'read',
        () => 'refused',
      )
      return { read, isExtractable: key.privateKey.extractable }
    })
    expect(kept).toEqual({ read: 'refused', isExtractable: false })
  })
})

interface CryptoKeyHolder {
  readonly privateKey: CryptoKey
}
