// Why the program is locked, or what its administrator should know, each in one line and with what to do.

export interface Reason {
  readonly text: string
  readonly next: string
}

const reason = (text: string, next: string): Reason => ({ text, next })

/** Said by the server. */
const REFUSALS = {
  UNKNOWN_KEY: reason('No license has this key.', 'Compare it with the one that you got.'),
  WRONG_PRODUCT: reason('The license key is for another product.', 'Use the key of this product.'),
  NOT_ACTIVE: reason('The license is not active.', 'Pay what is open or renew; this unlocks by itself.'),
  PENDING_PAYMENT: reason('The first payment has not arrived.', 'Wait for it; this unlocks by itself.'),
  NO_FREE_SEAT: reason('All paid instances are in use.', 'Stop one, wait for an idle one, or add instances.'),
  FLEET_TOO_LARGE: reason('The plan is smaller than what is in use.', 'Choose a larger plan.'),
  VERSION_NOT_COVERED: reason(
    'The license does not cover this version.',
    'Run a covered version or renew the updates.',
  ),
  UNKNOWN_INSTANCE: reason('The license server does not know this instance.', 'It activates again by itself.'),
  INSTANCE_RELEASED: reason('This instance was released.', 'It activates again by itself where a seat is free.'),
  BAD_TOKEN: reason('What is stored of the activation is out of date.', 'It activates again by itself.'),
  CLONE_SUSPECTED: reason(
    'Two copies of this installation seem to run.',
    'Give each a folder of its own, or tell support that there is only one.',
  ),
  OFFLINE_ALREADY_ISSUED: reason('This installation has a live offline file.', 'Use that file, or ask support.'),
  REVOKED: reason('The license was revoked.', 'Ask the seller.'),
} as const satisfies Record<string, Reason>

/** Found by the client itself. */
const FINDINGS = {
  OK: reason('The license is in order.', ''),
  NOT_ACTIVATED: reason('The license was not asked for yet.', 'Start the license client.'),
  NO_KEY: reason('There is no license key.', 'Enter the key, or install an offline file.'),
  UNREACHABLE: reason('The license server can’t be reached.', 'Check the connection; this unlocks by itself.'),
  CALL_REJECTED: reason('The license server did not accept the call.', 'Check its address, or update the program.'),
  ANSWER_NOT_TRUSTED: reason('What answers is not the license server.', 'Check its address and what is in between.'),
  RELEASED: reason('This instance gave its seat back.', 'Activate it again to use it.'),
  TAKEN_OVER: reason('Another process uses this license folder.', 'Give each process a folder of its own.'),
  OFFLINE_ENDS: reason('The offline file ends soon.', 'Ask for a new one.'),
  OFFLINE_ENDED: reason('The offline file has ended.', 'Ask for a new one.'),
  STORE_MOVED: reason(
    'The license folder was written on another machine or is a copy.',
    'If the first still runs, stop one.',
  ),
  STORE_CORRUPTED: reason('The license folder was damaged; it was recovered.', 'Check the disk.'),
  STORE_MISSING: reason('A part of the license folder was gone; it was recovered.', 'Keep the folder over restarts.'),
  STORE_ROLLED_BACK: reason('An older copy was put back into the license folder.', 'Leave it out of restores.'),
  STORE_COPIED: reason('The license folder holds parts of two installations.', 'Leave it out of copies.'),
  STORE_UNWRITABLE: reason('The license folder can’t be written.', 'Make room, or allow writing.'),
  CLOCK_SET_BACK: reason('The machine’s clock was set back.', 'Set it right; the license goes by its own time.'),
  CLOCK_WRONG: reason('The machine’s clock is wrong by more than five minutes.', 'Set it right.'),
} as const satisfies Record<string, Reason>

export const REASONS = { ...REFUSALS, ...FINDINGS }

export type FindingCode = keyof typeof FINDINGS

/** A code of the server, also one of later versions, or of the client itself. */
export type ReasonCode = keyof typeof REASONS | (string & {})

export interface Cause extends Reason {
  readonly code: ReasonCode
}

export const finding = (code: FindingCode, detail?: string): Cause => ({
  code,
  next: REASONS[code].next,
  text: detail === undefined ? REASONS[code].text : `${REASONS[code].text.slice(0, -1)}: ${detail}.`,
})

const isKnown = (code: string): code is keyof typeof REASONS => Object.hasOwn(REASONS, code)

type Details = Readonly<Record<string, unknown>>

export interface SaidRefusal extends Reason {
  readonly code: string
  readonly details: Details
}

const oneLine = (said: string, ours: string): string => said.replaceAll(/\s+/g, ' ').trim().slice(0, 300) || ours

const isDetails = (value: unknown): value is Details => typeof value === 'object' && value !== null

/** What the refusal is about: in the server's own words, or by how much which count is over. */
const particulars = ({ reason, over }: Details): string => {
  if (typeof reason === 'string') return ` ${oneLine(reason, '')}`
  const [first] = Array.isArray(over) ? over.filter(isDetails) : []
  return first === undefined ? '' : ` ${String(first['name'])}: ${String(first['count'])} of ${String(first['limit'])}.`
}

const nextOf = ({ next, details }: SaidRefusal, ours: string): string => {
  const newest = isDetails(details['newestCovered']) ? details['newestCovered']['version'] : undefined
  return typeof newest === 'string'
    ? `Run version ${oneLine(newest, '')}, the newest that is covered, or renew the updates.`
    : oneLine(next, ours)
}

/** What the server says of a refusal, in its words where it has some. */
export const refusal = (said: SaidRefusal): Cause => {
  const known = isKnown(said.code) ? REASONS[said.code] : REASONS.NOT_ACTIVE
  const text = `${oneLine(said.text, known.text)}${particulars(said.details)}`.trimEnd()
  return { code: said.code, text, next: nextOf(said, known.next) }
}

export const lineOf = ({ text, next }: Reason): string => (next === '' ? text : `${text} ${next}`)
