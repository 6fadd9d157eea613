import type { RequestLine } from '@countersign/shared/features/approvals'
import { approvals as words } from '../../messages/approvals.ts'

/** How far it is: while it waits, by how many words. */
export const stateText = ({ state, approvals, approversNeeded }: RequestLine): string =>
  state === 'requested'
    ? `${words.states.requested}, ${words.list.of(approvals, approversNeeded)}`
    : words.states[state]
