import { entry, type ErrorEntry } from './error-entry.ts'

/** What the desk refuses about licenses; part of the one catalogue. What the licence API answers to programs is in `license-codes.ts`. */
export const LICENSE_ERRORS = {
  LICENSE_PLAN_UNREADABLE: entry(
    409,
    'What that plan licenses can’t be read.',
    'Mend the metadata that is named in Stripe, then try again.',
  ),
  LICENSE_NOTHING_SOLD: entry(
    409,
    'Nothing on that invoice is a license that isn’t issued yet.',
    'Look at the licenses of the team, or at the product’s metadata.',
  ),
  LICENSE_NOT_PAID: entry(
    409,
    'That invoice isn’t paid.',
    'Wait for the payment, or issue it from its fulfilment task.',
  ),
  LICENSE_TEAM_MISSING: entry(
    409,
    'Nothing says whose license it would be.',
    'Enter the team’s id under who is billed, then try again.',
  ),
  LICENSE_REVOKED: entry(409, 'That license was revoked for good.', 'Issue another one.'),
  LICENSE_STANDS_SO: entry(409, 'That license stands so already.', 'Read it again.'),
  LICENSE_EXTENDED: entry(409, 'That license was extended once already.', 'It can’t be extended again; have it paid.'),
  LICENSE_FOLLOWS_ITEM: entry(
    409,
    'What is paid decides the seats of that license.',
    'Change the quantity of its subscription, or invoice more of it.',
  ),
  SEAT_NOT_HELD: entry(409, 'That instance holds no seat.', 'Read the license again.'),
  RELEASE_NOT_UNDONE: entry(409, 'That release can’t be undone.', 'Have the instance activate again with its key.'),
  RELEASE_DAY_KNOWN: entry(
    409,
    'That version is registered with another day.',
    'Say why the day changes: it decides which licenses cover the version.',
  ),
  RENEWAL_OPEN: entry(409, 'A renewal of these updates is offered already.', 'Have its quote invoiced, or drop it.'),
  RENEWAL_UNPRICED: entry(
    409,
    'Nobody knows here what that license was sold for, or it has no updates that end.',
    'Make a quote of your own for it.',
  ),
  REQUEST_CODE_UNREADABLE: entry(400, 'That is no request code.', 'Have it copied again, as a whole.'),
  OFFLINE_ALREADY_ISSUED: entry(
    409,
    'That installation has a live offline file.',
    'Use that file, or withdraw it first.',
  ),
  OFFLINE_UNFIT: entry(409, 'That license gives no such file.', 'Read why, and ask for what fits.'),
} as const satisfies Record<string, ErrorEntry>
