import { randomUUID } from 'node:crypto'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { paceReads } from '../../kernel/pace-reads.ts'
import { repeatJob } from '../../kernel/repeat-job.ts'
import { runDrift } from './run-drift.ts'
import { isRunDue } from './run-rules.ts'
import { startRun } from './start-run.ts'
import { readLatestRun } from './store.ts'

export interface DriftJobs {
  /** Ends after the piece in hand; another replica, or the next start, goes on. */
  stop(): Promise<void>
}

const LOOK_EVERY_MS = 2000
const DUE_EVERY_MS = 60_000

const orderWhenDue = async (kernel: Kernel, upSince: number): Promise<void> => {
  const latest = await readLatestRun(kernel.db)
  const { dailyAt = null } = kernel.settings.drift ?? {}
  const due = { dailyAt, lastStartedAt: latest?.startedAt ?? null, upSince }
  if (latest?.state === 'running' || !isRunDue(due, kernel.clock.now())) return
  await startRun(kernel, { actor: systemActor('drift'), requestId: null }).catch((error: unknown) => {
    // Another replica came first.
    if (!(error instanceof AppError)) throw error
  })
}

/** Every replica runs these; the database lets one of them compare at a time. */
export const startDriftJobs = (kernel: Kernel): DriftJobs => {
  const stopping = new AbortController()
  const { signal } = stopping
  const { log, settings } = kernel
  const holder = `${settings.replica}:${randomUUID()}`
  const pace = paceReads(settings.drift?.readsPerSecond ?? 1, signal)
  const upSince = kernel.clock.now()
  const jobs = [
    repeatJob({ what: 'drift', everyMs: LOOK_EVERY_MS, signal, log }, () =>
      runDrift({ ...kernel, pace }, { holder, signal }),
    ),
    repeatJob({ what: 'drift schedule', everyMs: DUE_EVERY_MS, signal, log }, () => orderWhenDue(kernel, upSince)),
  ]
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(jobs)
    },
  }
}
