import { z } from 'zod'
import { assert } from '../../kernel/errors.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { NO_TOTP, type TotpSecrets } from './totp-rules.ts'

const sealedSchema = z.object({ confirmed: z.string().nullable(), pending: z.string().nullable() })

/** Opens what the credential row holds. Sealed under another key = nobody signs in with it, rather than without it. */
export const readTotp = (keys: KeyRing, sealed: string | null): TotpSecrets => {
  if (sealed === null) return NO_TOTP
  const text = keys.unseal('totp', sealed)
  assert(text !== null, 'the TOTP secret was sealed under another COUNTERSIGN_SECRET; reset it on the companion')
  return sealedSchema.parse(JSON.parse(text))
}
