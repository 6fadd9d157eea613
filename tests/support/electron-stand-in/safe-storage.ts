import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from './app.ts'
import { requireReady } from './readiness.ts'
import { strict } from './strict.ts'

const PREFIX = Buffer.from('v10')

/** Stands for the system's keyring: a key in a file, which is no protection and is not meant to be. */
const ringKey = (): Buffer => {
  requireReady('safeStorage')
  const file = join(app.getPath('userData'), 'stand-in-keyring')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 })
  return readFileSync(file)
}

const seal = (text: string): Buffer => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', ringKey(), nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([PREFIX, nonce, cipher.getAuthTag(), body])
}

const unseal = (sealed: Buffer): string => {
  if (!sealed.subarray(0, 3).equals(PREFIX)) throw new Error('Error while decrypting the ciphertext')
  const decipher = createDecipheriv('aes-256-gcm', ringKey(), sealed.subarray(3, 15))
  decipher.setAuthTag(sealed.subarray(15, 31))
  return Buffer.concat([decipher.update(sealed.subarray(31)), decipher.final()]).toString('utf8')
}

/** `STAND_IN_KEYRING=basic_text` makes a Linux without a keyring. */
export const safeStorage = strict('safeStorage', {
  getSelectedStorageBackend: () => process.env.STAND_IN_KEYRING ?? 'gnome_libsecret',
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async (text: string) => seal(text),
  decryptStringAsync: async (sealed: Buffer) => ({ result: unseal(sealed), shouldReEncrypt: false }),
})
