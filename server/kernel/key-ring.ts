import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** Keys derived from COUNTERSIGN_SECRET, one per purpose, so that no key is stored and none serves two ends. */
export interface KeyRing {
  /** HMAC-SHA-256 as hex under the purpose's key: for tokens at rest and salted hashes. */
  mac(purpose: string, text: string): string
  /** The key of `mac`, made once, for whoever computes many. */
  macKey(purpose: string): KeyObject
  /** AES-256-GCM, random nonce, base64url. */
  seal(purpose: string, text: string): string
  /** The text, or null if it was changed or sealed under another key. */
  unseal(purpose: string, sealed: string): string | null
  /** Ed25519, derived deterministically from the secret. */
  signingKey(purpose: string): { privateKey: KeyObject; publicKey: KeyObject }
}

// RFC 8410: the fixed DER head of an Ed25519 private key in PKCS #8, followed by the 32-byte seed.
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const NONCE_BYTES = 12
const TAG_BYTES = 16

const unsealWith = (key: Buffer, sealed: string): string | null => {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

/** `secret`: at least 32 bytes of randomness, as configuration has checked. */
export const createKeyRing = (secret: Buffer): KeyRing => {
  const derived = new Map<string, Buffer>()
  const keyFor = (label: string): Buffer => {
    const known = derived.get(label)
    if (known) return known
    const key = Buffer.from(hkdfSync('sha256', secret, 'countersign', label, 32))
    derived.set(label, key)
    return key
  }
  // As bytes, each use would make a key of them again, at five times the cost.
  const macKeys = new Map<string, KeyObject>()
  const macKey = (purpose: string): KeyObject => {
    const known = macKeys.get(purpose)
    if (known) return known
    const key = createSecretKey(keyFor(`mac:${purpose}`))
    macKeys.set(purpose, key)
    return key
  }
  return {
    mac: (purpose, text) => createHmac('sha256', macKey(purpose)).update(text).digest('hex'),
    macKey,
    seal: (purpose, text) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', keyFor(`seal:${purpose}`), nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    unseal: (purpose, sealed) => unsealWith(keyFor(`seal:${purpose}`), sealed),
    signingKey: (purpose) => {
      const der = Buffer.concat([PKCS8_HEAD, keyFor(`sign:${purpose}`)])
      const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
      return { privateKey, publicKey: createPublicKey(privateKey) }
    },
  }
}
