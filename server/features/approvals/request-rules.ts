// Rule: a request is decided by others than its requester and whose power it is about, each once, while it is open and not
// expired, by an approver with an active key of their own; where two words or power itself are at stake, at a desktop. Who
// has no say in a request has none in the word on what became of it. It is counted in bands and budgets from when it is
// asked until it comes to nothing.

import type { Difference, RequestState, VoidState, Target } from '@countersign/shared/features/approvals'

/** What was true at the request and what is true now, where they differ; a name that is missing on one side differs too. */
export const bindingDifferences = (
  was: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): Difference[] =>
  [...new Set([...Object.keys(was), ...Object.keys(now)])].flatMap((what) => {
    const before = was[what] ?? 'nothing'
    const after = now[what] ?? 'nothing'
    return before === after ? [] : [{ what, was: before, now: after }]
  })

/** Came to nothing: no longer in bands and budgets. */
const VOID_STATES: ReadonlySet<RequestState> = new Set<RequestState>(['rejected', 'withdrawn', 'expired', 'stale'])

export const isCounted = (state: RequestState, hasMoneyMoved: boolean): boolean =>
  state === 'failed' ? hasMoneyMoved : !VOID_STATES.has(state)

/** The execution that asks Stripe about a request before it comes to nothing, and sends nothing. */
export const lookUpKind = (as: VoidState, kind: string): string => `${as}:${kind}`

export interface DecidingPerson {
  readonly id: string
  readonly isApprover: boolean
}

export interface Decidable {
  readonly state: RequestState
  readonly expiresAt: number
  readonly requesterId: string
  readonly subjectKey: string
  /** The request that this one is a word on; null for every other. */
  readonly target: Pick<Target, 'requesterId' | 'aboutStaffId'> | null
  readonly decidedBy: readonly string[]
}

type StandingRefusal = 'own' | 'about-them' | 'asked-for-it' | 'about-them-too'
export type DecisionRefusal = StandingRefusal | 'no-approver' | 'not-open' | 'expired' | 'decided-before'

/** Who has no say in it, whatever its state: who asked, and whose power it is about; here or in what it is a word on. */
export const standingRefusal = (
  { requesterId, subjectKey, target }: Pick<Decidable, 'requesterId' | 'subjectKey' | 'target'>,
  personId: string,
): StandingRefusal | null => {
  if (requesterId === personId) return 'own'
  if (subjectKey === `staff:${personId}`) return 'about-them'
  if (target?.requesterId === personId) return 'asked-for-it'
  return target?.aboutStaffId === personId ? 'about-them-too' : null
}

/** Why this person may not decide this request now; null when they may. Keys and devices are asked about at the deed. */
export const decisionRefusal = (request: Decidable, person: DecidingPerson, now: number): DecisionRefusal | null => {
  if (request.state !== 'requested') return 'not-open'
  if (now >= request.expiresAt) return 'expired'
  const standing = standingRefusal(request, person.id)
  if (standing) return standing
  if (!person.isApprover) return 'no-approver'
  return request.decidedBy.includes(person.id) ? 'decided-before' : null
}

export const REFUSAL_WORDS: Readonly<Record<DecisionRefusal, string>> = {
  own: 'You asked for this yourself; somebody else has to decide.',
  'about-them': 'It is about your own power; another approver has to decide.',
  'asked-for-it': 'It says what became of something that you asked for; somebody else has to decide.',
  'about-them-too': 'It says what became of something about your own power; another approver has to decide.',
  'no-approver': 'Only approvers decide.',
  'not-open': 'It is decided already.',
  expired: 'It has expired; it can be asked for again.',
  'decided-before': 'You have given your word; another approver has to give theirs.',
}

/** Why a word that was given doesn’t count, told of whoever gave it. */
export const STANDING_WORDS: Readonly<Record<StandingRefusal, string>> = {
  own: 'doesn’t count: they asked for it',
  'about-them': 'doesn’t count: it is about their own power',
  'asked-for-it': 'doesn’t count: they asked for what it is a word on',
  'about-them-too': 'doesn’t count: what it is a word on was about their own power',
}

export interface CommentStanding {
  readonly kind: 'comment' | 'question' | 'answer'
}

/** Whom an open request waits for: after a question the requester, after the answer the approver again. */
export const waitsFor = (
  state: RequestState,
  comments: readonly CommentStanding[],
): 'approver' | 'requester' | 'nobody' => {
  if (state !== 'requested') return 'nobody'
  const last = comments.findLast(({ kind }) => kind !== 'comment')
  return last?.kind === 'question' ? 'requester' : 'approver'
}
