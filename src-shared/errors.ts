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
  TEAM_NOT_PROVEN: entry(409, 'There is no live proof of this team for this ticket.', 'Verify the team again.'),
  CASE_CLOSED: entry(409, 'The case of this ticket is closed.', 'Verify the team again to reopen it.'),
  CASE_WAITS: entry(
    409,
    'Something that was asked for on this ticket isn’t over.',
    'Wait for it, or have it withdrawn; then close the case.',
  ),
  TEAM_NOT_AMBIGUOUS: entry(
    409,
    'There is no choice between those customers any more.',
    'Verify the team again and go by that verdict.',
  ),
  PICK_CARRIES_ANOTHER: entry(
    409,
    'That customer carries another team’s id as well.',
    'Finance or an administrator has to mend the metadata first.',
  ),
  OWN_REQUEST: entry(403, 'You asked for this yourself.', 'Somebody else has to decide.'),
  ABOUT_YOURSELF: entry(403, 'This is about your own power.', 'Another approver has to decide.'),
  REQUEST_NOT_OPEN: entry(409, 'That request is not open any more.', 'Look at how it ended; ask again if needed.'),
  REQUEST_EXPIRED: entry(409, 'That request has expired.', 'Whoever asked can ask again.'),
  REQUEST_TWIN_OPEN: entry(
    409,
    'The same is asked for already.',
    'Open that request, or say that you mean a second one.',
  ),
  REQUEST_KEY_REUSED: entry(409, 'That form was sent before with other content.', 'Open the form anew.'),
  DECIDED_BEFORE: entry(409, 'You have given your word on this already.', 'Another approver has to give theirs.'),
  KEY_NOT_ENROLLED: entry(403, 'That key does not countersign for you.', 'Enrol this device’s key first.'),
  DESKTOP_NEEDED: entry(403, 'This is decided on the desktop only.', 'Open it in the desktop app.'),
  COUNTERSIGNATURE_INVALID: entry(
    409,
    'The signature does not fit this request.',
    'Read the request again, then sign.',
  ),
  REQUESTER_REMOVED: entry(409, 'Whoever asked is no longer with the desk.', 'Reject it; somebody else can ask.'),
  POLICY_UNCHANGED: entry(400, 'That is the policy in force.', 'Change something first.'),
  POLICY_MOVED: entry(
    409,
    'The policy changes while this is being asked.',
    'Look at who has to approve, then ask again.',
  ),
  CREDIT_REASON_UNKNOWN: entry(400, 'That reason is not in the policy.', 'Choose one of the list.'),
  CREDIT_WORDS_MISSING: entry(400, 'That reason says too little.', 'Say it in words of your own.'),
  DOUBLE_CREDIT: entry(
    409,
    'The same days may have been made good already.',
    'Look at what overlaps; say that both are meant, and why.',
  ),
  CREDIT_NOT_FOUND: entry(404, 'That customer has no such credit.', 'Choose one of its balance.'),
  REVERSAL_TOO_MUCH: entry(409, 'So much of that credit can’t be taken back.', 'Take back what remains of it at most.'),
  CURRENCY_DIFFERS: entry(409, 'This customer is billed in another currency.', 'Use the customer’s currency.'),
  STACK_NOT_POSSIBLE: entry(409, 'One coupon can’t be made of that.', 'Read why; a credit on the balance may do.'),
  STACK_NOT_OFFERED: entry(
    409,
    'That way of giving it is no longer offered.',
    'Look at the stack again and pick anew.',
  ),
  STACK_NOT_ACCEPTED: entry(
    409,
    'Something about this stack has to be accepted first.',
    'Read what is named and accept it, or pick another way.',
  ),
  STACK_OVERTAKEN: entry(
    409,
    'The subscription moved while its coupons were being stacked; the old ones still act.',
    'Look at the stack again and ask anew.',
  ),
  PRICE_NOT_LISTED: entry(409, 'That price is not in the catalogue any more.', 'Choose a plan that is on sale.'),
  COUPON_WITHOUT_VALUE: entry(400, 'No coupon can be worked out from that.', 'Choose another plan, quantity or share.'),
  COUPON_NO_ROOM: entry(
    409,
    'The coming invoices have no room for that coupon.',
    'Give a credit instead: it keeps what an invoice does not use.',
  ),
  DISCOUNT_LIVE: entry(
    409,
    'A discount acts on this subscription already, and only one counts.',
    'Make a stack: it holds what is left and what is new.',
  ),
  TEAM_NOT_UNKNOWN: entry(
    409,
    'There is no fresh verdict that Stripe does not know this team.',
    'Verify the team again; one that Stripe knows gets a code of its own.',
  ),
  CAMPAIGN_OVER_BUDGET: entry(
    400,
    'All redemptions together could cost more than the budget.',
    'Allow fewer redemptions, give less, or raise the budget.',
  ),
  CAMPAIGN_CURRENCY: entry(
    400,
    'A product of this campaign has no price in the budget’s currency.',
    'Leave it out, or make a campaign with a budget in its currency.',
  ),
  CAMPAIGN_OVER: entry(409, 'That campaign lies in the past.', 'Name a day that is still to come.'),
  SUBSCRIPTION_ELSEWHERE: entry(409, 'That subscription is not this customer’s.', 'Open it from the team’s page.'),
  SUBSCRIPTION_NOT_RUNNING: entry(
    409,
    'That subscription is not running.',
    'It can’t be changed; a new one can start.',
  ),
  SUBSCRIPTION_SCHEDULED: entry(
    409,
    'A schedule rules that subscription and would undo the change.',
    'Change the schedule in Stripe’s dashboard, or release the subscription from it.',
  ),
  SUBSCRIPTION_UNCHANGED: entry(409, 'That is how the subscription stands already.', 'Change something first.'),
  SUBSCRIPTION_EMPTIED: entry(400, 'No item would be left.', 'Cancel the subscription instead.'),
  ITEM_ELSEWHERE: entry(409, 'That item is not on this subscription.', 'Read the subscription again.'),
  PRICE_UNSUPPORTED: entry(
    409,
    'That price has no single amount per period: it is paid once, tiered or counted by use.',
    'Change it in Stripe’s dashboard.',
  ),
  INTERVALS_DIFFER: entry(400, 'All items of a subscription come back together.', 'Choose one interval for all items.'),
  PRORATION_OUTSIDE_PERIOD: entry(
    409,
    'Prorations can only be counted from within the running period.',
    'Open the form anew: it counts from now.',
  ),
  NOTHING_TO_PREVIEW: entry(
    409,
    'Stripe shows no invoice on which that change would appear.',
    'Let the subscription go on first, or change it after it renewed.',
  ),
  TIME_NOT_AHEAD: entry(400, 'That time has passed already.', 'Choose a later one.'),
  BILLING_UNCHANGED: entry(409, 'All of that stands there already.', 'Change something first.'),
  INVOICE_ELSEWHERE: entry(409, 'That invoice is not this customer’s.', 'Open it from the team’s page.'),
  INVOICE_NOT_OPEN: entry(409, 'That can’t be done with an invoice in this state.', 'Read the team’s page again.'),
  DONE_IN_PART: entry(
    409,
    'Only a part of this was done before a backup was put back; nobody approved the rest since.',
    'Look at the customer in Stripe, then ask for what is missing.',
  ),
  EXECUTION_TAKEN: entry(409, 'This team’s money is in work elsewhere.', 'Try again in a minute.'),
  EXECUTION_NOT_WAITING: entry(409, 'Nothing waits for a person there.', 'Read the request again.'),
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
    'Add or keep the person without that role, then ask for the appointment on their page.',
  ),
  APPROVER_ALREADY: entry(409, 'That person is an approver already.', 'There is nothing to ask for.'),
  SECOND_FACTOR_MISSING: entry(409, 'That person has no second factor here.', 'There is nothing to reset.'),
  FIRST_RUN_CLOSED: entry(403, 'The first administrator is not made here.', 'Use the staff command on the companion.'),
  FIRST_RUN_DONE: entry(409, 'The first administrator exists already.', 'Sign in instead.'),
  APPROVER_KEY_MISSING: entry(
    409,
    'There is no key of yours on this device.',
    'Make one in Settings; it counts once another approver has confirmed it.',
  ),
  APPROVER_KEY_NOT_KEPT: entry(
    409,
    'This computer has no keyring to keep a key in.',
    'Allow keeping secrets without one in Settings, or use another computer.',
  ),
  SIGNING_CANCELLED: entry(409, 'Nothing was signed.', 'Decide again when you are sure.'),
  SIGNING_NOT_NOW: entry(
    409,
    'The desk has to be in front, with one signature at a time.',
    'Answer the question that is open, then decide again.',
  ),
  BROWSER_CANNOT_SIGN: entry(
    409,
    'This browser can’t keep or use an approver’s key.',
    'Decide on the desktop, or in a newer browser outside a private window.',
  ),
  PASSWORD_WEAK: entry(400, 'That password is too easy to guess.', 'Use at least 12 characters.'),
  CROSS_SITE: entry(403, 'This request did not come from the desk.', 'Open the desk and try again.'),
  TOO_LARGE: entry(413, 'That is too large.', 'Send less.'),
  RATE_LIMITED: entry(429, 'Too many requests.', 'Wait a moment, then try again.'),
  INTERNAL: entry(500, 'Something broke on our side.', 'Copy the id and tell an administrator.'),
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof ERRORS

export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(ERRORS, text)
