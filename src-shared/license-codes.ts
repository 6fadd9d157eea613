/** Why the licence API says no, or what it says beside a yes. */
export interface LicenseCodeEntry {
  /** One line for the program's log and its administrator. */
  readonly text: string
  readonly next: string
  /** What support writes to the customer. */
  readonly reply: string
}

const entry = (text: string, next: string, reply: string): LicenseCodeEntry => ({ text, next, reply })

/** Answers of rules, with HTTP 200. The codes are stable: clients decide by them. `docs/license-codes.md` is made from this. */
export const LICENSE_CODES = {
  UNKNOWN_KEY: entry(
    'No licence has this key.',
    'Compare the key with the one that was sent; a typing error is told apart.',
    'The key that your installation sends belongs to no licence. Please copy it again from your purchase, as a whole.',
  ),
  WRONG_PRODUCT: entry(
    'The key is for another product.',
    'Use the key of this product.',
    'Your key is valid, but for another of our products. Please use the key that you got for this one.',
  ),
  NOT_ACTIVE: entry(
    'The licence is not active.',
    'Pay what is open or renew the subscription; the software unlocks by itself.',
    'Your licence is suspended or has ended. As soon as it is paid again, your installation unlocks by itself.',
  ),
  PENDING_PAYMENT: entry(
    'The first payment has not arrived.',
    'Wait for the payment; the licence becomes active by itself.',
    'We haven’t received the payment yet. Your licence becomes active by itself once it has arrived; a wire transfer takes some days.',
  ),
  NO_FREE_SEAT: entry(
    'All paid instances are in use.',
    'Stop an instance, wait for an idle seat to return, or add instances to the licence.',
    'All instances that you pay for are running. Seats that aren’t used return by themselves; you can add instances at any time, without downtime.',
  ),
  FLEET_TOO_LARGE: entry(
    'The plan is smaller than what is in use.',
    'Choose a plan whose limits cover it, or reduce what is in use.',
    'Your installation holds more than this plan allows. Please choose a larger plan; nothing is deleted.',
  ),
  VERSION_NOT_COVERED: entry(
    'The licence does not cover this version.',
    'Run the newest version that is covered, or renew the updates.',
    'Your perpetual licence covers every version released while your updates ran, for ever. This one is newer; renew the updates to use it.',
  ),
  UNKNOWN_INSTANCE: entry(
    'No instance has this id.',
    'Activate again with the licence key.',
    'Your installation uses an activation that we don’t know. It activates again by itself where it has its key.',
  ),
  INSTANCE_RELEASED: entry(
    'This instance was released.',
    'Activate again with the licence key.',
    'This installation was released, so that its seat was free for another. Start it with its key to activate it again.',
  ),
  BAD_TOKEN: entry(
    'The check token does not fit.',
    'Activate again with the licence key and the same install id; no second seat is taken.',
    'What your installation has stored about its activation is older than its last check, or damaged. It activates again by itself where it has its key.',
  ),
  CLONE_SUSPECTED: entry(
    'Two copies of this installation seem to run.',
    'Give each copy a store of its own; tell support if there is only one.',
    'Two installations check with the same stored activation, as if one had been copied. Please let each have its own data folder; if there is only one, tell us and we clear it.',
  ),
  OFFLINE_ALREADY_ISSUED: entry(
    'This installation has a live offline file.',
    'Use that file, or ask support to withdraw it first.',
    'There is a valid offline file for this installation already. Please use it, or tell us that it is lost.',
  ),
  REVOKED: entry(
    'The licence was revoked.',
    'Ask the seller.',
    'This licence was revoked. Please write to us if you think that this is wrong.',
  ),
} as const satisfies Record<string, LicenseCodeEntry>

export type LicenseCode = keyof typeof LICENSE_CODES

/** Said beside a yes. */
export const LICENSE_NOTICES = {
  PAST_DUE: 'A payment is late; the licence is still served until the time that is named.',
  ENDS: 'The subscription ends at the time that is named.',
  UPDATES_ENDED: 'Updates ended on the day that is named; versions released until then run for ever.',
  UPDATES_END_SOON: 'Updates end on the day that is named.',
  KEY_REPLACED: 'This key has a successor and is valid until the time that is named.',
  CLONE_SUSPECTED: 'Two copies of this installation seem to run; support has been told.',
  OVER_LIMIT: 'More is in use than the plan allows.',
  SEAT_OVERRUN: 'More instances run than are paid.',
} as const

export type LicenseNoticeCode = keyof typeof LICENSE_NOTICES
