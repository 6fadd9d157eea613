import { randomUUID } from 'node:crypto'
import { createBell } from '../../kernel/bell.ts'
import type { Kernel } from '../../kernel/context.ts'
import { followWork } from '../../kernel/due-work.ts'
import { repeatJob } from '../../kernel/repeat-job.ts'
import { sweepItems } from './sweep-items.ts'
import { workDue } from './work-due.ts'

interface MeterJobs {
  /** Ends after the period in hand; another replica, or the next start, goes on. */
  stop(): Promise<void>
}

const LOOK_EVERY_MS = 5000
const SWEEP_LOOK_MS = 60_000

/** Every replica runs these; the database lets one at a time work on a period. */
export const startMeterJobs = (kernel: Kernel): MeterJobs => {
  const stopping = new AbortController()
  const { signal } = stopping
  const { log } = kernel
  const holder = `${kernel.settings.replica}:${randomUUID()}`
  const bell = createBell(signal)
  followWork('meters', () => bell.ring(), signal)
  const wait = () => bell.wait(LOOK_EVERY_MS)
  const jobs = [
    repeatJob({ what: 'meters', wait, signal, log }, () => workDue(kernel, holder, signal)),
    repeatJob({ what: 'sold items', everyMs: SWEEP_LOOK_MS, signal, log }, () => sweepItems(kernel, holder, signal)),
  ]
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(jobs)
    },
  }
}
