import { randomBytes } from 'node:crypto'
import type { KeyRing } from '../../kernel/key-ring.ts'
import type { Transaction } from '../../ports/database.ts'
import { hashKey } from './hash-key.ts'
import { keyOf, lastGroupOf } from './key-rules.ts'
import { insertLicenseKey } from './store.ts'

const KEY_BYTES = 15

/** A new key of a license. It is returned this once; only its hash and last group are kept. */
export const makeKey = async (
  tx: Transaction,
  keys: KeyRing,
  { licenseId, at }: { licenseId: string; at: number },
): Promise<string> => {
  const key = keyOf(randomBytes(KEY_BYTES))
  const row = { mac: hashKey(keys, key), licenseId, lastGroup: lastGroupOf(key), createdAt: at, validUntil: null }
  await insertLicenseKey(tx, row)
  return key
}
