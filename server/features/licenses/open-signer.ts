import { MINUTE_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { assert } from '../../kernel/errors.ts'
import type { SigningKey } from './derive-signing-key.ts'
import { loadSigningKeys } from './load-signing-keys.ts'
import { signCompact } from './sign-compact.ts'
import { signerAt } from './signing-key-rules.ts'

export interface Signer {
  sign(typ: string, payload: Readonly<Record<string, unknown>>): Promise<string>
}

/** New keys are published a day before they sign, so a look each minute is soon enough. */
const LOOK_EVERY_MS = MINUTE_MS

/** Signs with the key whose turn it is; keys are made of the secret once, not per signature. */
export const openSigner = (kernel: Pick<Kernel, 'db' | 'keys' | 'clock'>): Signer => {
  let known: readonly SigningKey[] = []
  let lookedAt = Number.NEGATIVE_INFINITY
  return {
    sign: async (typ, payload) => {
      const now = kernel.clock.now()
      if (Math.abs(now - lookedAt) > LOOK_EVERY_MS) {
        known = await loadSigningKeys(kernel)
        lookedAt = now
      }
      const signer = signerAt(known, now)
      assert(signer, 'there is always a signing key once keys were loaded')
      return signCompact(signer, typ, payload)
    },
  }
}
