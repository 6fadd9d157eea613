// Rule: what is asked is what the form shows. Wrong fields are named before anything is sent; the companion checks again.

import { readTeamId } from '@countersign/shared/features/team-id-rules'
import {
  type IdReading,
  MAX_TICKET_TEXT,
  type Verification,
  verifyTeamInputSchema,
} from '@countersign/shared/features/teams'
import type { Failure } from '../../lib/failure.ts'
import { verify } from '../../messages/verify.ts'
import type { VerifyDraft } from './verify-draft.ts'

export type FieldErrors = Partial<Record<keyof VerifyDraft, string>>

const isField = (name: string): name is keyof VerifyDraft =>
  ['ticket', 'teamId', 'text', 'requesterEmail', 'stripeId'].includes(name)

const WORDS: Record<keyof VerifyDraft, string> = {
  ticket: verify.missing.ticket,
  teamId: verify.missing.other,
  text: verify.missing.other,
  requesterEmail: verify.missing.email,
  stripeId: verify.missing.stripeId,
}

const errorsAt = (paths: readonly string[]): FieldErrors =>
  Object.fromEntries(paths.filter(isField).map((field) => [field, WORDS[field]]))

const trimmed = (draft: VerifyDraft): VerifyDraft => ({
  ...draft,
  requesterEmail: draft.requesterEmail.trim(),
  stripeId: draft.stripeId.trim(),
})

/** The input to send, or what is wrong with which field. */
export const checkDraft = (draft: VerifyDraft) => {
  const parsed = verifyTeamInputSchema.safeParse(trimmed(draft))
  return parsed.success
    ? { input: parsed.data, errors: {} }
    : { input: null, errors: errorsAt(parsed.error.issues.map(({ path }) => String(path[0]))) }
}

/** Where the companion's refusal belongs, when it belongs to a field. */
export const errorsOf = (failure: Failure): FieldErrors => {
  if (failure.code === 'TEAM_ID_MISSING' || failure.code === 'TEAM_ID_UNCLEAR') {
    return { teamId: `${failure.text} ${failure.next}` }
  }
  return failure.code === 'INPUT_INVALID' ? errorsAt(failure.issues.map(({ path }) => path)) : {}
}

const TOO_LONG: IdReading = { teamId: null, from: 'none', start: null, end: null, candidates: [] }

export const isTooLong = (text: string): boolean => text.length > MAX_TICKET_TEXT

/** A paste of megabytes is refused by the companion; reading it here would only stop the typing. */
export const readDraft = ({ teamId, text }: Pick<VerifyDraft, 'teamId' | 'text'>): IdReading =>
  isTooLong(text) || isTooLong(teamId) ? TOO_LONG : readTeamId(teamId, text)

/** The field wins over the text, so a text that names another team must be said: it may be the next ticket's. */
export const namesAnother = ({ teamId }: Pick<VerifyDraft, 'teamId'>, inText: IdReading): boolean => {
  const wanted = teamId.trim()
  return wanted !== '' && inText.teamId !== null && inText.teamId !== wanted
}

/** Whether the form asks for something else by now than the verdict answers. An empty form asks for nothing. */
export const isOutdated = (
  draft: VerifyDraft,
  { ticket, teamId }: Pick<Verification, 'ticket' | 'teamId'>,
): boolean => {
  const { teamId: wanted } = readDraft(draft)
  const otherTeam = wanted !== null && wanted !== teamId
  const otherTicket = draft.ticket.trim() !== '' && draft.ticket.trim() !== ticket
  return otherTeam || otherTicket
}
