import { MINUTE_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { orderRefresh } from './order-refresh.ts'
import { readRun } from './store.ts'

/** How old what is shown becomes at most, while the companion runs and Stripe answers. */
const EVERY_MS = MINUTE_MS

/** Orders a round when the last has ended long enough ago. */
export const orderWhenDue = async (kernel: Pick<Kernel, 'db' | 'clock'>): Promise<void> => {
  const { finishedAt } = await readRun(kernel.db)
  if (finishedAt !== null && kernel.clock.now() - finishedAt >= EVERY_MS) await orderRefresh(kernel)
}
