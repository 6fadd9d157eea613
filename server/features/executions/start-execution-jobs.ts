import { randomUUID } from 'node:crypto'
import type { Kernel } from '../../kernel/context.ts'
import { repeatJob } from '../../kernel/repeat-job.ts'
import { driveExecutions } from './drive-executions.ts'
import { lookUpUnfinished } from './look-up-unfinished.ts'
import type { ExecutionPlan } from './run-execution.ts'

export interface ExecutionJobs {
  /** Ends after the executions in hand; what is unfinished goes on elsewhere, or at the next start. */
  stop(): Promise<void>
}

const ROUND_MS = 250
/** Different subjects side by side; the lease keeps those of one subject apart. */
const WORKERS = 4

/** Every replica runs these; leases in the database keep them out of each other's way. */
export const startExecutionJobs = (kernel: Kernel, plans: ReadonlyMap<string, ExecutionPlan>): ExecutionJobs => {
  const stopping = new AbortController()
  const { signal } = stopping
  const worker = (number: number) => {
    const drive = { holder: `${kernel.settings.replica}:${randomUUID()}`, signal }
    return repeatJob({ what: `executions ${number}`, everyMs: ROUND_MS, signal, log: kernel.log }, async () => {
      const { isPaused } = await lookUpUnfinished(kernel, plans, drive)
      if (!isPaused) await driveExecutions(kernel, plans, drive)
    })
  }
  const jobs = Array.from({ length: WORKERS }, (_nothing, number) => worker(number + 1))
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(jobs)
    },
  }
}
