// A six-digit code belongs to a time step of 30 seconds. It is taken one step early or late, and only once: the step has
// to be later than the last one used (RFC 6238, 5.2).

const STEP_MS = 30_000

/** How many steps either side of now are taken. */
export const TOTP_DRIFT = 1

/** What a person's authenticator holds: the secret in use, and one that was shown but not yet confirmed by a code. */
export interface TotpSecrets {
  readonly confirmed: string | null
  readonly pending: string | null
}

export const NO_TOTP: TotpSecrets = { confirmed: null, pending: null }

/** The step that a matching code stands for, or null if the code is outside the window or was used. */
export const freshStep = (match: { at: number; delta: number | null; lastStep: number | null }): number | null => {
  if (match.delta === null || Math.abs(match.delta) > TOTP_DRIFT) return null
  const step = Math.floor(match.at / STEP_MS) + match.delta
  return match.lastStep === null || step > match.lastStep ? step : null
}

export type SecondFactor = 'not-needed' | 'code-needed' | 'enrolment-needed'

/**
 * What a right password still lacks. Local accounts of a hosted companion can't be used without a code; on the embedded
 * one, which only its owner's machine can reach, it is the person's choice.
 */
export const secondFactorFor = (secrets: TotpSecrets, isEmbedded: boolean): SecondFactor => {
  if (secrets.confirmed !== null) return 'code-needed'
  return isEmbedded ? 'not-needed' : 'enrolment-needed'
}
