import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { createBell } from '../../kernel/bell.ts'
import type { Kernel } from '../../kernel/context.ts'
import { followWork } from '../../kernel/due-work.ts'
import { paceReads } from '../../kernel/pace-reads.ts'
import { repeatJob } from '../../kernel/repeat-job.ts'
import { applyEvents } from './apply-events.ts'
import { SUBJECTS_A_ROUND } from './inbox-rules.ts'
import { listMissed } from './list-missed.ts'
import type { EventTable } from './weigh-events.ts'

export interface EventJobOptions {
  readonly table: EventTable
  /** Stripe allows 25 a second for each kind of object and 100 in all, and staff ask too. */
  readonly readsPerSecond?: number
  readonly listEveryMs?: number
  readonly onGap: () => Promise<boolean>
}

export interface EventJobs {
  /** Ends after the round in hand; what waits goes on elsewhere, or at the next start. */
  stop(): Promise<void>
}

const READS_PER_SECOND = 20
const GATHER_MS = 50
const LIST_EVERY_MS = 5 * 60_000
/** What another replica took in, or what was put off, is found by looking. */
const LOOK_EVERY_MS = 1000

/** Every replica runs these; leases in the database keep them out of each other's way. */
export const startEventJobs = (kernel: Kernel, options: EventJobOptions): EventJobs => {
  const { table, readsPerSecond = READS_PER_SECOND, listEveryMs = LIST_EVERY_MS, onGap } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const { log } = kernel
  const holder = `${kernel.settings.replica}:${randomUUID()}`
  const pace = paceReads(readsPerSecond, signal)
  const isWanted = (type: string): boolean => table.has(type)
  const bell = createBell(signal)
  followWork('events', () => bell.ring(), signal)

  // What comes in together is cheaper together, and deliveries are answered first.
  const gather = () => delay(GATHER_MS, undefined, { signal }).catch(() => undefined)
  const apply = async () => {
    for (let taken = 0; !signal.aborted; ) {
      if (taken < SUBJECTS_A_ROUND) await gather()
      if (signal.aborted) return
      taken = await applyEvents(kernel, { holder, table, pace })
      if (taken === 0) return
    }
  }
  let atLeastMs = 0
  const catchUp = async () => {
    await listMissed(kernel, { holder, isWanted, pace, signal, onGap, atLeastMs })
    atLeastMs = listEveryMs * 0.9
  }
  const wait = () => bell.wait(LOOK_EVERY_MS)
  const jobs = [
    repeatJob({ what: 'events', wait, signal, log }, apply),
    repeatJob({ what: 'listing of events', everyMs: listEveryMs, signal, log }, catchUp),
  ]
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(jobs)
    },
  }
}
