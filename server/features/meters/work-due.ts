import type { Kernel } from '../../kernel/context.ts'
import { listDuePeriods } from './store.ts'
import { workPeriod } from './work-period.ts'

const CANDIDATES = 16

/** Works on what is due until nothing is. Returns how many were taken in hand. */
export const workDue = async (
  kernel: Pick<Kernel, 'db' | 'stripe' | 'clock' | 'log'>,
  holder: string,
  signal: AbortSignal,
): Promise<number> => {
  for (let count = 0; ; ) {
    const due = signal.aborted ? [] : await listDuePeriods(kernel.db, kernel.clock.now(), CANDIDATES)
    if (due.length === 0) return count
    for (const key of due) {
      if (signal.aborted) return count
      if (await workPeriod(kernel, key, holder)) count += 1
    }
  }
}
