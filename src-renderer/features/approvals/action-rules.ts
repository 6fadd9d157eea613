// Rule: a button is there only where it can work; who may not decide is told why. The companion has the say.

import type { RequestState } from '@countersign/shared/features/approvals'
import type { ShownRequest } from './shown-request.ts'
import type { Viewer } from './list-rules.ts'

const RENEWABLE: ReadonlySet<RequestState> = new Set<RequestState>(['stale', 'expired', 'withdrawn', 'rejected'])

/** What can be done with a request by whoever looks. The companion decides; the desk shows no button that can't work. */
export interface Possible {
  readonly decide: boolean
  /** Why it can't be decided now; null when it can, or when it is over. */
  readonly mayNot: string | null
  readonly ask: boolean
  readonly answer: boolean
  readonly withdraw: boolean
  readonly again: boolean
  readonly resolve: boolean
}

export const possibleWith = (request: ShownRequest, viewer: Viewer): Possible => {
  const isOwn = request.requesterId === viewer.id
  const isWaiting = request.state === 'requested'
  return {
    decide: request.mayDecide,
    mayNot: isWaiting ? request.mayNotBecause : null,
    ask: isWaiting && !isOwn,
    answer: isOwn && request.waitsFor === 'requester',
    withdraw: isOwn && isWaiting,
    again: isOwn && RENEWABLE.has(request.state) && request.replacedById === null,
    // Whoever asked may say what they found: another signs it.
    resolve: request.state === 'needs-person',
  }
}

/** How many lines for signatures stay empty. */
export const openSignatures = ({ state, approvals, approversNeeded }: ShownRequest): number =>
  state === 'requested' ? Math.max(0, approversNeeded - approvals) : 0
