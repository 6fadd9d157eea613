import { randomUUID } from 'node:crypto'
import { repeatJob } from '../../kernel/repeat-job.ts'
import { type PullKernel, pullUsage } from './pull-usage.ts'

interface MeteringJobs {
  stop(): Promise<void>
}

const LOOK_EVERY_MS = 15_000

/** Pulls counts when it is time. Every replica runs this; the database lets one at a time pull. */
export const startMeteringJobs = (kernel: PullKernel): MeteringJobs => {
  const stopping = new AbortController()
  const { signal } = stopping
  const holder = `${kernel.settings.replica}:${randomUUID()}`
  const job = { what: 'pulling of counts', everyMs: LOOK_EVERY_MS, signal, log: kernel.log }
  const done = repeatJob(job, () => pullUsage(kernel, holder, signal))
  return {
    stop: () => {
      stopping.abort()
      return done
    },
  }
}
