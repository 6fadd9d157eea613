import { Secret, TOTP } from 'otpauth'

export interface TotpEnrolment {
  /** For a QR code. */
  readonly uri: string
  /** For typing, base32. */
  readonly secret: string
}

/** What an authenticator app needs to take up this secret. */
export const describeTotp = (secret: string, email: string): TotpEnrolment => ({
  uri: new TOTP({ issuer: 'Countersign', label: email, secret: Secret.fromBase32(secret) }).toString(),
  secret,
})
