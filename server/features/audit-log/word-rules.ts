// Rule: an entry that tells of an approver's decision holds the countersignature that it rests on: over this request and
// this decision, by the key that stands beside it, signed at about the time of the entry.

import {
  type Decision,
  decisionDetailsSchema,
  type RecordedCountersignature,
} from '@countersign/shared/features/countersignature'

/** What of an entry its countersignature is held against. */
export interface WordEntry {
  readonly action: string
  readonly subjectId: string
  /** ISO. */
  readonly at: string
  readonly details: string
}

/** Handed in, as rules import nothing of the machine. */
export interface WordEvidence {
  readonly keyIdOf: (publicKey: string) => string
  readonly isSigned: (word: RecordedCountersignature) => boolean
}

const DECISIONS: Readonly<Record<string, Decision>> = {
  'approval.approved': 'approve',
  'approval.rejected': 'reject',
}

/** How far a device's clock may be off; the same as at the decision. */
const CLOCK_SKEW_MS = 5 * 60_000

const parseText = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The countersignature of an entry; null where it holds none that can be read. */
export const recordedWord = (details: unknown): RecordedCountersignature | null =>
  decisionDetailsSchema.safeParse(details).data?.countersignature ?? null

const faultIn = (
  entry: WordEntry,
  word: RecordedCountersignature,
  { keyIdOf, isSigned }: WordEvidence,
): string | null => {
  const { statement, publicKey } = word
  if (statement.requestId !== entry.subjectId)
    return `Its countersignature is of another request, ${statement.requestId}.`
  if (statement.decision !== DECISIONS[entry.action]) return 'Its countersignature says the opposite.'
  if (statement.keyId !== keyIdOf(publicKey)) return `Its countersignature names another key, ${statement.keyId}.`
  if (Math.abs(Date.parse(statement.at) - Date.parse(entry.at)) > CLOCK_SKEW_MS)
    return `Its countersignature was given at another time, ${statement.at}.`
  return isSigned(word) ? null : `Its countersignature doesn’t hold (key ${statement.keyId}).`
}

export type WordVerdict = { readonly is: 'none' | 'valid' } | { readonly is: 'invalid'; readonly why: string }

/** Whether the countersignature of an entry holds; `none` where the entry needs none. */
export const wordVerdict = (entry: WordEntry, evidence: WordEvidence): WordVerdict => {
  if (DECISIONS[entry.action] === undefined) return { is: 'none' }
  const word = recordedWord(parseText(entry.details))
  if (word === null)
    return { is: 'invalid', why: 'It tells of a decision without a countersignature that can be read.' }
  const why = faultIn(entry, word, evidence)
  return why === null ? { is: 'valid' } : { is: 'invalid', why }
}
