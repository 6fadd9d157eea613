import { randomUUID } from 'node:crypto'
import type { Kernel } from '../../kernel/context.ts'
import { repeatJob } from '../../kernel/repeat-job.ts'
import { orderWhenDue } from './order-when-due.ts'
import { refreshReceivables } from './refresh-receivables.ts'

const ROUND_MS = 2000

/** Every replica runs it; the database lets one of them read at a time. */
export const startReceivableJobs = (kernel: Kernel): { stop(): Promise<void> } => {
  const stopping = new AbortController()
  const { signal } = stopping
  const holder = `${kernel.settings.replica}:${randomUUID()}`
  const done = repeatJob({ what: 'receivables', everyMs: ROUND_MS, signal, log: kernel.log }, async () => {
    await orderWhenDue(kernel)
    await refreshReceivables(kernel, { holder, signal })
  })
  return {
    stop: () => {
      stopping.abort()
      return done
    },
  }
}
