import { randomUUID } from 'node:crypto'
import { type Bell, createBell } from '../../kernel/bell.ts'
import type { Kernel } from '../../kernel/context.ts'
import { followWork } from '../../kernel/due-work.ts'
import { repeatJob } from '../../kernel/repeat-job.ts'
import { driveExecutions } from './drive-executions.ts'
import { lookForDue } from './look-for-due.ts'
import { lookUpUnfinished } from './look-up-unfinished.ts'
import type { ExecutionPlan } from './finish-execution.ts'

export interface ExecutionJobs {
  /** Ends after the executions in hand; what is unfinished goes on elsewhere, or at the next start. */
  stop(): Promise<void>
}

/** Different subjects side by side; the lease keeps those of one subject apart. */
const WORKERS = 4
const AFTER_FAILURE_MS = 1000

/** One looks for all, the others sleep until it has work for them. */
interface Crew {
  readonly kernel: Kernel
  readonly plans: ReadonlyMap<string, ExecutionPlan>
  readonly signal: AbortSignal
  readonly lookout: Bell
  readonly idle: Set<Bell>
  /** There was more to do than hands at that moment: whoever gets free has it looked for again. */
  isShort: boolean
}

const startWorker = (crew: Crew, number: number): Promise<void> => {
  const { kernel, plans, signal } = crew
  const drive = { holder: `${kernel.settings.replica}:${randomUUID()}`, signal }
  const bell = createBell(signal)
  const wait = () => {
    crew.idle.add(bell)
    if (crew.isShort) crew.lookout.ring()
    return bell.wait()
  }
  return repeatJob({ what: `executions ${number}`, wait, signal, log: kernel.log }, async () => {
    const { isPaused } = await lookUpUnfinished(kernel, plans, drive)
    const count = isPaused ? 0 : await driveExecutions(kernel, plans, drive)
    // What was put off knows when it goes on; the lookout has to know it too.
    if (count > 0) crew.lookout.ring()
  })
}

const startLookout = (crew: Crew): Promise<void> => {
  const { kernel, signal, lookout, idle } = crew
  followWork('executions', () => lookout.ring(), signal)
  let nextMs = AFTER_FAILURE_MS
  const wait = () => lookout.wait(nextMs)
  return repeatJob({ what: 'executions', wait, signal, log: kernel.log }, async () => {
    nextMs = AFTER_FAILURE_MS
    const { hands, againMs } = await lookForDue(kernel, WORKERS)
    nextMs = againMs
    const woken = [...idle].slice(0, hands)
    crew.isShort = woken.length < hands
    for (const worker of woken) {
      idle.delete(worker)
      worker.ring()
    }
  })
}

/** Every replica runs these; leases in the database keep them out of each other's way. */
export const startExecutionJobs = (kernel: Kernel, plans: ReadonlyMap<string, ExecutionPlan>): ExecutionJobs => {
  const stopping = new AbortController()
  const { signal } = stopping
  const crew: Crew = { kernel, plans, signal, lookout: createBell(signal), idle: new Set(), isShort: false }
  const workers = Array.from({ length: WORKERS }, (_nothing, number) => startWorker(crew, number + 1))
  const jobs = [...workers, startLookout(crew)]
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(jobs)
    },
  }
}
