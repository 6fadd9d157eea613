import { createHmac, timingSafeEqual } from 'node:crypto'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { type ReadToken, signedText, type TokenParts, writeToken } from './token-rules.ts'

export interface Tokens {
  write(instance: string, parts: TokenParts): string
  /** Whether we gave it, to that instance. */
  isGenuine(instance: string, token: ReadToken): boolean
}

export const openTokens = (keys: KeyRing): Tokens => {
  const key = keys.macKey('license-check-token')
  const macOf = (instance: string, parts: TokenParts): string =>
    createHmac('sha256', key).update(signedText(instance, parts)).digest('base64url')
  return {
    write: (instance, parts) => writeToken(parts, macOf(instance, parts)),
    isGenuine: (instance, token) => timingSafeEqual(Buffer.from(macOf(instance, token)), Buffer.from(token.mac)),
  }
}
