import { Secret, TOTP } from 'otpauth'
import { freshStep, TOTP_DRIFT } from './totp-rules.ts'

/** The step that this code may use now, or null if it doesn't match or was used. Compares in constant time. */
export const matchTotp = (
  secret: string,
  code: string,
  when: { at: number; lastStep: number | null },
): number | null => {
  const token = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  const delta = totp.validate({ token, timestamp: when.at, window: TOTP_DRIFT })
  return freshStep({ at: when.at, delta, lastStep: when.lastStep })
}
