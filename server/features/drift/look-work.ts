import { DAY_MS } from '@countersign/shared/times'
import { countUnfinished } from '../executions/index.ts'
import { countDueTasks } from '../invoices/index.ts'
import type { Look } from './commit-step.ts'
import { countEvents } from './store.ts'
import { foundInWork } from './work-rules.ts'

/** What stands still for more than a day, and what Stripe told and nobody could apply. */
export const lookWork: Look = async (kernel) => {
  const before = kernel.clock.now() - DAY_MS
  const counts = {
    executions: await countUnfinished(kernel, before),
    tasks: await countDueTasks(kernel, before),
    events: await countEvents(kernel.db, 'failed'),
  }
  return { found: foundInWork(counts), compared: {}, next: null }
}
