/** How an edge turns a refusal into HTTP and words. `text` is public: no internals, no personal values. */
export interface ErrorEntry {
  readonly status: number
  readonly text: string
  /** What the person can do next. */
  readonly next: string
}

const entry = (status: number, text: string, next: string): ErrorEntry => ({ status, text, next })

/** Every refusal there is. `docs/errors.md` is made from it; a test provokes each code. */
export const ERRORS = {
  SIGN_IN_REQUIRED: entry(401, 'You are not signed in.', 'Sign in and try again.'),
  SIGN_IN_FAILED: entry(401, 'Those details did not match.', 'Check e-mail, password and code.'),
  TOTP_REQUIRED: entry(401, 'The six-digit code is needed.', 'Enter the code from your authenticator.'),
  TOTP_ENROLMENT_REQUIRED: entry(
    401,
    'A second factor is needed here.',
    'Add the key to your authenticator, enter its code.',
  ),
  TOTP_NOT_STARTED: entry(409, 'No authenticator is being added.', 'Start adding it again.'),
  CONFIRMATION_FAILED: entry(403, 'That password or code did not match.', 'Check it and try again.'),
  CONFIRMATION_NEEDED: entry(
    403,
    'This needs you to sign in again.',
    'Confirm with your password and code, or at your identity provider, then try again.',
  ),
  OIDC_REFUSED: entry(401, 'That sign-in was not accepted.', 'Start again; else ask an administrator to add you.'),
  IDENTITY_PROVIDER_UNREACHABLE: entry(503, 'The identity provider could not be asked.', 'Try again in a minute.'),
  FORBIDDEN: entry(403, 'Your role does not allow this.', 'Ask an administrator which role you need.'),
  TOO_MANY_ATTEMPTS: entry(429, 'Too many attempts.', 'Wait a few minutes, then try again.'),
  INPUT_INVALID: entry(400, 'That input is not valid.', 'Correct the marked field.'),
  NOT_FOUND: entry(404, 'There is nothing under that id.', 'Check the id.'),
  TEAM_ID_MISSING: entry(400, 'No team id was found in that text.', 'Paste the id from the team’s settings.'),
  TEAM_ID_UNCLEAR: entry(400, 'That text holds more than one possible team id.', 'Paste just the one id.'),
  STRIPE_UNREACHABLE: entry(503, 'Stripe could not be asked.', 'Try again; nothing was changed.'),
  STRIPE_RATE_LIMITED: entry(503, 'Stripe is limiting requests.', 'Try again in a few seconds.'),
  STRIPE_KEY_REFUSED: entry(503, 'Stripe refused the companion’s key.', 'An administrator has to check the key.'),
  STRIPE_NONSENSE: entry(503, 'Stripe’s answer could not be understood.', 'Try again; tell an administrator.'),
  STRIPE_REFUSED: entry(
    502,
    'Stripe refused that request.',
    'Trying again won’t help: copy the id and tell an administrator.',
  ),
  SERVER_UNREACHABLE: entry(503, 'The companion could not be reached.', 'Check the network and try again.'),
  DATABASE_UNAVAILABLE: entry(503, 'The database could not be used.', 'Try again; tell an administrator.'),
  DATABASE_FULL: entry(503, 'The companion’s disk is full.', 'An administrator has to free space.'),
  DATABASE_NEWER: entry(503, 'The database belongs to a newer version.', 'Start the newer version of the companion.'),
  BACKFILL_RUNNING: entry(409, 'The mirror is being filled already.', 'Wait for it or cancel it.'),
  STAFF_EXISTS: entry(409, 'Someone with that e-mail exists already.', 'Use another e-mail.'),
  LAST_ADMIN: entry(409, 'There would be no administrator left.', 'Make another administrator first.'),
  LAST_APPROVER: entry(409, 'There would be no approver left.', 'Have another approver appointed first.'),
  APPROVER_NEEDS_COUNTERSIGNATURE: entry(
    403,
    'An approver can only be appointed with another approver’s countersignature.',
    'Ask whoever runs the companion: its staff command can do it, on the record.',
  ),
  FIRST_RUN_CLOSED: entry(403, 'The first administrator is not made here.', 'Use the staff command on the companion.'),
  FIRST_RUN_DONE: entry(409, 'The first administrator exists already.', 'Sign in instead.'),
  PASSWORD_WEAK: entry(400, 'That password is too easy to guess.', 'Use at least 12 characters.'),
  CROSS_SITE: entry(403, 'This request did not come from the desk.', 'Open the desk and try again.'),
  TOO_LARGE: entry(413, 'That is too large.', 'Send less.'),
  RATE_LIMITED: entry(429, 'Too many requests.', 'Wait a moment, then try again.'),
  INTERNAL: entry(500, 'Something broke on our side.', 'Copy the id and tell an administrator.'),
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof ERRORS

export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(ERRORS, text)
