import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { listRequests } from './list-requests.ts'

const MOST = 200

/** How many requests this person could decide now, for the badge. */
export const countWaiting = async (kernel: Kernel, viewer: StaffActor): Promise<number> => {
  const rows = await listRequests(kernel, viewer, { filter: 'waiting', limit: MOST })
  return rows.filter(({ mayDecide }) => mayDecide).length
}
