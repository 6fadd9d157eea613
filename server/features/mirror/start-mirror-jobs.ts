import { randomUUID } from 'node:crypto'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { repeatJob } from '../../kernel/repeat-job.ts'
import { indexDocuments } from '../search/index.ts'
import { fillMirror } from './fill-mirror.ts'
import { startFill } from './start-fill.ts'
import { readLatestRun } from './store.ts'

export interface MirrorJobs {
  /** Ends after the page in hand; another replica, or the next start, goes on from there. */
  stop(): Promise<void>
}

const ROUND_MS = 1000

const fillFirst = async (kernel: Kernel): Promise<void> => {
  if (await readLatestRun(kernel.db)) return
  const order = { actor: systemActor('first-fill'), requestId: null, resume: false }
  await startFill(kernel, order).catch((error: unknown) => {
    // Another replica that starts at the same moment has ordered it.
    if (!(error instanceof AppError)) throw error
  })
}

/** Every replica runs these; the database lets one of them fill and one of them index at a time. */
export const startMirrorJobs = (kernel: Kernel): MirrorJobs => {
  const stopping = new AbortController()
  const { signal } = stopping
  const holder = `${kernel.settings.replica}:${randomUUID()}`
  let isFirstRound = true
  const fill = async () => {
    if (isFirstRound) await fillFirst(kernel)
    isFirstRound = false
    await fillMirror(kernel, { holder, signal })
  }
  const index = async () => {
    while (!signal.aborted && (await indexDocuments(kernel, holder)) > 0);
  }
  const { log } = kernel
  const jobs = [
    repeatJob({ what: 'mirror', everyMs: ROUND_MS, signal, log }, fill),
    repeatJob({ what: 'search index', everyMs: ROUND_MS, signal, log }, index),
  ]
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(jobs)
    },
  }
}
