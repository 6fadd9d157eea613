import {
  isOpen,
  type ListRequestsInput,
  REQUEST_STATES,
  type RequestLine,
} from '@countersign/shared/features/approvals'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { describeLines } from './describe-lines.ts'
import { listRequestRows, type RequestFilter } from './store.ts'

const filterOf = (filter: ListRequestsInput['filter'], viewer: StaffActor): Omit<RequestFilter, 'limit'> => {
  if (filter === 'waiting') return { states: ['requested'] }
  if (filter === 'mine') return { requesterId: viewer.id }
  if (filter === 'open') return { states: REQUEST_STATES.filter(isOpen) }
  return filter === 'decided' ? { decidedBy: viewer.id } : {}
}

/** Newest first. Own requests are among those that wait: visible, and not decidable. */
export const listRequests = async (
  { db, clock }: Kernel,
  viewer: StaffActor,
  input: ListRequestsInput,
): Promise<RequestLine[]> => {
  const { filter, limit, ...by } = input
  const rows = await listRequestRows(db, { ...filterOf(filter, viewer), ...by, limit })
  return describeLines(db, rows, { viewer, now: clock.now() })
}
