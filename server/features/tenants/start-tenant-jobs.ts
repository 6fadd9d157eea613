import { randomUUID } from 'node:crypto'
import { createBell } from '../../kernel/bell.ts'
import { followWork } from '../../kernel/due-work.ts'
import { repeatJob } from '../../kernel/repeat-job.ts'
import type { TenantKernel } from './hand-over.ts'
import { reconcileDue } from './reconcile-due.ts'
import { sweepAccount } from './sweep-account.ts'

export interface TenantJobs {
  /** Ends after the tenant in hand; another replica, or the next start, goes on. */
  stop(): Promise<void>
}

const LOOK_EVERY_MS = 5000
const SWEEP_LOOK_MS = 60_000

/** Side by side, so that a provisioner that hangs for one tenant doesn't hold up all others. */
const WORKERS = 4

const startWorker = (kernel: TenantKernel, number: number, signal: AbortSignal): Promise<void> => {
  const holder = `${kernel.settings.replica}:${randomUUID()}`
  const bell = createBell(signal)
  followWork('tenants', () => bell.ring(), signal)
  const wait = () => bell.wait(LOOK_EVERY_MS)
  const job = { what: `tenants ${number}`, wait, signal, log: kernel.log }
  return repeatJob(job, () => reconcileDue(kernel, holder, signal))
}

/** Every replica runs these; the database lets one at a time work on a tenant. */
export const startTenantJobs = (kernel: TenantKernel): TenantJobs => {
  const stopping = new AbortController()
  const { signal } = stopping
  const sweeper = `${kernel.settings.replica}:${randomUUID()}`
  const sweep = { what: 'tenant sweep', everyMs: SWEEP_LOOK_MS, signal, log: kernel.log }
  const jobs = [
    ...Array.from({ length: WORKERS }, (_nothing, index) => startWorker(kernel, index + 1, signal)),
    repeatJob(sweep, () => sweepAccount(kernel, sweeper, signal)),
  ]
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(jobs)
    },
  }
}
