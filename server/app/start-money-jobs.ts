import { expireRequests } from '../features/approvals/index.ts'
import { startExecutionJobs } from '../features/executions/index.ts'
import type { Kernel } from '../kernel/context.ts'
import { repeatJob } from '../kernel/repeat-job.ts'
import { PLANS } from './actions.ts'

const EXPIRE_EVERY_MS = 30_000

/** Carries out what is approved and closes what nobody decided in time. Every replica runs them. */
export const startMoneyJobs = (kernel: Kernel): { stop(): Promise<void> } => {
  const stopping = new AbortController()
  const { signal } = stopping
  const executions = startExecutionJobs(kernel, PLANS)
  const expiry = repeatJob({ what: 'expiry of requests', everyMs: EXPIRE_EVERY_MS, signal, log: kernel.log }, () =>
    expireRequests(kernel),
  )
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all([executions.stop(), expiry])
    },
  }
}
