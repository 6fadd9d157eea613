import { createHash } from 'node:crypto'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { hashForeignKey } from './hash-foreign-key.ts'
import { hashKey } from './hash-key.ts'
import { readKey } from './key-rules.ts'

export interface TypedKey {
  readonly mac: string
  /** A whole key of ours; else it is one of another system, or a typing error. */
  readonly isWhole: boolean
}

/** What the key that somebody typed is known by. Keys that were brought over are taken as they stand, but for spaces around. */
export const hashTypedKey = (keys: KeyRing, text: string): TypedKey => {
  const key = readKey(text)
  if (key !== null) return { mac: hashKey(keys, key), isWhole: true }
  return { mac: hashForeignKey(keys, createHash('sha256').update(text.trim()).digest('hex')), isWhole: false }
}
