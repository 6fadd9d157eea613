import { canonicalJson, type Json } from '@countersign/shared/canonical'
import {
  type CreatedKey,
  DECISION_PURPOSE,
  type DecisionStatement,
  ENROLMENT_PURPOSE,
  type EnrolmentStatement,
  type KeyStatus,
  type SignedDecision,
  type Signing,
  statementText,
} from '@countersign/shared/features/countersignature'
import { DeskFailure, failureFrom } from './failure.ts'
import type { KeptBrowserKey, KeyStore } from './key-store.ts'

/** The signed-in person's key on this device. Refusals come as those of any call. */
export interface ApproverKey {
  readonly status: (companionId: string) => Promise<KeyStatus>
  /** With a key here already its proof is made again, unless it is to be replaced. */
  readonly create: (wanted: { readonly companionId: string; readonly isReplacing: boolean }) => Promise<CreatedKey>
  /** Hashes the request as displayed and signs; the desktop asks the person in the system's own dialog first. */
  readonly sign: (signing: Signing) => Promise<SignedDecision>
}

const ALGORITHM = 'Ed25519'
const KEY_ID_CHARS = 32

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

const fromBase64url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))

const utf8 = (text: string) => new TextEncoder().encode(text)

const sha256Hex = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const contentHash = (value: Json) => sha256Hex(utf8(canonicalJson(value)))

const keyIdOf = async (publicKey: string) => (await sha256Hex(fromBase64url(publicKey))).slice(0, KEY_ID_CHARS)

const sign = async (key: KeptBrowserKey, statement: DecisionStatement | EnrolmentStatement): Promise<string> =>
  base64url(new Uint8Array(await crypto.subtle.sign(ALGORITHM, key.privateKey, utf8(statementText(statement)))))

const makeKey = async (): Promise<KeptBrowserKey> => {
  const pair = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify'])
  const publicKey = base64url(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)))
  return { publicKey, privateKey: pair.privateKey }
}

/** No Ed25519, no database (private windows), no cryptography (a page without https): one plain answer to all. */
const inThisBrowser = async <Value>(work: () => Promise<Value>): Promise<Value> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DeskFailure) throw error
    throw new DeskFailure(failureFrom('BROWSER_CANNOT_SIGN'))
  }
}

const describeKey = async ({ publicKey }: KeptBrowserKey) =>
  ({ keyId: await keyIdOf(publicKey), publicKey, place: 'browser' }) as const

const enrolmentOf = async (key: KeptBrowserKey, said: { companionId: string; staffId: string }) => {
  const { publicKey } = key
  const at = new Date().toISOString()
  const statement = { purpose: ENROLMENT_PURPOSE, ...said, publicKey, place: 'browser', at } as const
  return { statement, signature: await sign(key, statement) }
}

/** The approver's key of a browser desk: non-extractable, and said to be the browser's wherever it is told of. */
export const createBrowserKey = (staffId: string, store: KeyStore): ApproverKey => {
  const nameOf = (companionId: string) => `${companionId}/${staffId}`
  return {
    status: (companionId) =>
      inThisBrowser(async () => {
        const kept = await store.load(nameOf(companionId))
        return kept ? { state: 'ready', ...(await describeKey(kept)) } : { state: 'none', mayAsk: false }
      }),
    create: ({ companionId, isReplacing }) =>
      inThisBrowser(async () => {
        const kept = isReplacing ? null : await store.load(nameOf(companionId))
        const key = kept ?? (await makeKey())
        if (!kept) await store.keep(nameOf(companionId), key)
        return { ...(await describeKey(key)), enrolment: await enrolmentOf(key, { companionId, staffId }) }
      }),
    sign: ({ companionId, requestId, decision, content, facts, policyVersion }) =>
      inThisBrowser(async () => {
        const key = await store.load(nameOf(companionId))
        if (!key) throw new DeskFailure(failureFrom('APPROVER_KEY_MISSING'))
        const statement = {
          purpose: DECISION_PURPOSE,
          companionId,
          requestId,
          decision,
          payloadHash: await contentHash(content),
          factsHash: await contentHash(facts),
          policyVersion,
          keyId: await keyIdOf(key.publicKey),
          at: new Date().toISOString(),
        } as const
        return { statement, signature: await sign(key, statement), place: 'browser' }
      }),
  }
}
