import { plural } from '../lib/numbers.ts'
import type { EvidenceResult, Evidence, IdReading, Strength } from '@countersign/shared/features/teams'

const froms: Record<Exclude<IdReading['from'], 'none' | 'several'>, string> = {
  field: 'from the field',
  link: 'in the link',
  quoted: 'in quotes',
  labelled: 'behind its label',
  alone: 'standing alone',
}

const sources: Record<Evidence['source'], string> = {
  customer: 'Customer',
  subscription: 'Subscription',
  'checkout-session': 'Checkout session',
  'named-object': 'Object named',
}

const results: Record<EvidenceResult, string> = {
  exact: 'exact',
  'case-differs': 'case differs',
  different: 'different',
  absent: 'absent',
}

const strengths: Record<Strength, string> = {
  proven: 'Proven',
  ambiguous: 'Ambiguous',
  conflict: 'Conflict',
  weak: 'Weak',
  unknown: 'Unknown',
  unverified: 'Unverified',
}

/** Proving a team: the fields, the verdict and its evidence. */
export const verify = {
  lead: 'Is the team on the ticket the one on the Stripe customer?',
  form: 'What the ticket says',
  ticket: 'Ticket',
  teamId: 'Team id',
  fromText: 'from text',
  text: 'Text of the ticket, as pasted',
  paste: 'Paste',
  pasteWhat: 'The text on the clipboard',
  pasteRefused: 'The clipboard is closed to this window. Press Ctrl V in the field.',
  email: 'Requester e-mail',
  stripeId: 'Any Stripe id',
  stripeIdPlaceholder: 'cus_, sub_, in_, cs_ …',
  stripeIdHint: 'Paste one if the customer quotes it. If it carries another team, you will see a conflict.',
  ask: 'Ask Stripe',
  askAgain: 'Ask again',
  clear: 'Clear',
  reading: {
    none: 'No team id in this text yet.',
    empty: 'A link, an id in quotes or the id alone is found by itself.',
    one: (from: keyof typeof froms) => `One team id found, ${froms[from]}.`,
    several: 'More than one could be the team id. Take the right one:',
    another: 'The text names another team than the field. The field is asked; take the other one with a click:',
    tooLong: (most: string) => `Longer than ${most} characters. Paste the part that names the team.`,
    take: (id: string) => `Take ${id} as the team id`,
  },
  missing: {
    ticket: 'Name the ticket that this is about.',
    email: 'That is no e-mail address.',
    stripeId: 'That is no Stripe id, such as cus_… or in_…',
    other: 'Correct this field.',
  },
  verdict: 'Verdict',
  strengths,
  asking: 'Stripe is being asked',
  asked: (at: string, objects: number, ms: number) =>
    `Asked Stripe live at ${at} UTC, ${plural(objects, 'object', 'objects')}, ${ms} ms. Not from the mirror.`,
  askedInVain: (at: string, ms: number) => `Asked Stripe at ${at} UTC without an answer, for ${ms} ms.`,
  evidence: 'Evidence',
  sources,
  kept: 'Kept as',
  keptHow: 'ends with the ticket',
  openCase: 'Open case',
  keptTitle: 'Nobody can edit a verdict; a new one is made beside it.',
  liveUntil: (at: string) => `Live until ${at} UTC`,
  ended: (at: string) => `Ended ${at} UTC`,
  endedNotice: 'This proof has ended.',
  endedNext: 'Ask again before you act on it.',
  changedTitle: 'The fields have changed.',
  changedText: (ticket: string, team: string) => `This answer is for ${ticket} and ${team}.`,
  candidates: 'Customers that carry the id',
  candidatesOther: 'Customers looked at',
  carries: 'carries the id',
  noName: 'no name',
  openTeam: 'Open team',
  openReadOnly: 'Open, read-only',
  copyReply: 'Copy reply',
  giveShared: 'Give a shared code',
  purchaseLink: 'Purchase link…',
  replyWhat: 'Reply',
  copyEvidence: 'Copy evidence',
  evidenceWhat: 'Evidence',
  retry: 'Ask Stripe again',
  provenUntil: (at: string) => `Proven for this ticket until ${at} UTC`,
  readOnly: 'Read-only',
  failed: 'The team was not verified',
  notRead: 'That verdict could not be read',
  otherTickets: 'Other tickets of this team',
  noOtherTickets: 'None so far.',
  mine: 'Your verifications',
  noneOfMine: 'None yet. What you verify is kept here.',
  justNow: 'just now',
  notAsked: 'Stripe was not asked.',
  notAskedWhy: 'Your session had ended. Nothing was recorded.',
  start: {
    title: 'Nothing asked yet.',
    text: 'Paste the ticket, or type the team id. Stripe is asked live; the verdict shows what was looked at and what stood there.',
  },
  evidenceText: {
    head: (strength: string, team: string, ticket: string) => `${strength}: team ${team}, ticket ${ticket}`,
    line: ({ source, field, objectStripeId, value, result }: Evidence) =>
      `${sources[source]} ${field} on ${objectStripeId}: ${value ?? 'nothing'} (${results[result]})`,
    asked: (at: string, by: string, id: string) => `Asked ${at} by ${by}, kept as ${id}`,
  },
}
