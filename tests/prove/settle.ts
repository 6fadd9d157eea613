import { isOpen } from '@countersign/shared/features/approvals'
import type { RequestRow } from '../../server/features/approvals/store.ts'
import type { History } from './history.ts'
import { actOn, clickOn, resolveByLooking } from './people.ts'
import { runJobs } from './processes.ts'
import type { Wish } from './scenario.ts'

const ROUNDS = 60
const ROUND_MS = 11 * 60_000
const EXPIRY_MS = 80 * 3_600_000

export const rowsOf = ({ world }: History): Promise<RequestRow[]> =>
  world.kernels()[0].db.selectFrom('approvalRequest').selectAll().orderBy('id').execute()

export const wishOf = ({ wishes }: History, row: RequestRow): Wish | undefined =>
  wishes.find(({ requestKey }) => requestKey === row.requestKey)

const round = async (history: History): Promise<boolean> => {
  const { world } = history
  const [kernel] = world.kernels()
  await world.wait(ROUND_MS)
  await runJobs(kernel)
  const open = (await rowsOf(history)).filter(({ state }) => isOpen(state))
  for (const row of open) {
    const wish = wishOf(history, row)
    if (!wish) continue
    wish.ids.add(row.id)
    await actOn(world, kernel, wish, row.id)
    if (row.state !== 'needs-person') continue
    await resolveByLooking(world, wish, row)
    history.counts.resolved += 1
  }
  return open.some((row) => wishOf(history, row)?.ending !== 'expire' || row.state !== 'requested')
}

const bringToEnd = async (history: History): Promise<void> => {
  for (let n = 0; n < ROUNDS && (await round(history)); n++);
}

/** Nothing is broken any more: all that was begun comes to its end, and so does what expired and has to be looked up. */
export const settle = async (history: History): Promise<void> => {
  const { world } = history
  world.sandbox.clearFaults()
  world.late.delay(0)
  for (const wish of history.wishes) if (wish.ids.size === 0) await clickOn(world, world.kernels()[0], wish)
  await bringToEnd(history)
  await world.wait(EXPIRY_MS)
  await runJobs(world.kernels()[0])
  await bringToEnd(history)
}
