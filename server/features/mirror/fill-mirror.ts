import { setTimeout as delay } from 'node:timers/promises'
import { ERRORS } from '@countersign/shared/errors'
import type { Kernel } from '../../kernel/context.ts'
import { errorCodeOf, GatewayError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { MirrorRow, Page } from '../../ports/payment-gateway.ts'
import { type Fetched, fetchObject } from './fetch-object.ts'
import { countsOf, MOST_ATTEMPTS, nextResource, pauseBefore, type Resource } from './mirror-rules.ts'
import { advanceRun, claimRun, listUnlisted, releaseRun, type Run } from './store.ts'
import { writeFetched } from './write-fetched.ts'
import { writePage } from './write-page.ts'

export interface FillOptions {
  /** Who works on it: one name per process. */
  readonly holder: string
  readonly signal: AbortSignal
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>
}

export type FillOutcome = 'nothing' | 'done' | 'failed' | 'stopped' | 'lost'

type FillKernel = Pick<Kernel, 'db' | 'stripe' | 'clock' | 'log' | 'settings'>

const LEASE_MS = 90_000
/** One commit for about this many rows: a page is a hundred, and a commit is a flush of the disk. */
const ROWS_A_COMMIT = 2000
const COMMIT_EVERY_MS = 2000
/** Objects that are asked for one by one come a few a second. */
const ASKED_A_COMMIT = 50

const sleep = async (ms: number, signal: AbortSignal) => {
  await delay(ms, undefined, { signal }).catch(() => {})
}

/** The run was cancelled, or belongs to another replica by now. */
class Lost extends Error {}

interface Batch {
  readonly rows: MirrorRow[]
  cursor: string | null
  asOf: number
  readonly since: number
}

/** Asks with patience: a failure that may pass is waited out, the lease renewed meanwhile. */
const createPatience = (kernel: FillKernel, run: Run, { signal, pause = sleep }: FillOptions) => {
  return async <Answer>(resource: Resource, ask: () => Promise<Answer>): Promise<Answer> => {
    for (let attempt = 1; ; attempt++) {
      const askedAt = kernel.clock.now()
      try {
        return await ask()
      } catch (error) {
        const mayPass = error instanceof GatewayError && error.retryable && attempt < MOST_ATTEMPTS
        if (!mayPass || signal.aborted) throw error
        kernel.log.warn({ resource, attempt, failure: error.failure }, 'mirror: Stripe did not list; waiting')
        if (!(await advanceRun(kernel.db, run, { leaseUntil: askedAt + LEASE_MS }))) throw new Lost()
        await pause(pauseBefore(attempt, Math.random()), signal)
      }
    }
  }
}

type Patience = ReturnType<typeof createPatience>

const createReader =
  ({ stripe, clock }: FillKernel, { startedAt }: Run, patiently: Patience) =>
  (resource: Resource, cursor: string | null): Promise<Page<MirrorRow> & { asOf: number }> =>
    patiently(resource, async () => {
      // Never before the fill began, whose clock may be another replica's: what it listed is known by that.
      const asOf = Math.max(clock.now(), startedAt)
      return { ...(await stripe.listForMirror(resource, cursor)), asOf }
    })

/**
 * What the mirror held before the fill began and Stripe didn't list may be gone: each is asked for by itself. False when it was
 * told to stop.
 */
const createSearch =
  (kernel: FillKernel, run: Run, { patiently, signal }: { patiently: Patience; signal: AbortSignal }) =>
  async (resource: Resource, listed: ReadonlySet<string>): Promise<boolean> => {
    const { db, clock } = kernel
    for (let after = ''; ; ) {
      const ids = await listUnlisted(db, resource, { before: run.startedAt, after, limit: ASKED_A_COMMIT })
      const fetched: Fetched[] = []
      for (const id of ids.filter((one) => !listed.has(one))) {
        if (signal.aborted) return false
        fetched.push(await patiently(resource, () => fetchObject(kernel, resource, id)))
      }
      await inTransaction(db, async (tx) => {
        if (!(await advanceRun(tx, run, { leaseUntil: clock.now() + LEASE_MS }))) throw new Lost()
        await writeFetched(tx, resource, fetched)
      })
      after = ids.at(-1) ?? ''
      if (ids.length < ASKED_A_COMMIT) return true
    }
  }

const createWriter = ({ db, clock, settings }: FillKernel, run: Run) => {
  const counts = countsOf(run.counts)
  return async (resource: Resource, { rows, cursor, asOf }: Batch, hasMore: boolean): Promise<Resource | null> => {
    const next = hasMore ? resource : nextResource(resource)
    counts[resource] += rows.length
    const now = clock.now()
    const end = next === null ? ({ state: 'done', finishedAt: now } as const) : { leaseUntil: now + LEASE_MS }
    const place = { resource: next ?? resource, cursor: hasMore ? cursor : null }
    await inTransaction(db, async (tx) => {
      if (!(await advanceRun(tx, run, { ...place, ...end, counts: JSON.stringify(counts) }))) throw new Lost()
      await writePage(tx, resource, rows, { teamKeys: settings.teamKeys, asOf })
    })
    return next
  }
}

const isFull = (batch: Batch, now: number): boolean =>
  batch.rows.length >= ROWS_A_COMMIT || now - batch.since >= COMMIT_EVERY_MS

interface Work {
  readonly clock: Kernel['clock']
  readonly read: ReturnType<typeof createReader>
  readonly write: ReturnType<typeof createWriter>
  readonly search: ReturnType<typeof createSearch>
  readonly signal: AbortSignal
}

/** One write at a time, while the next pages are being listed; what goes wrong shows when the next one begins. */
const createQueue = () => {
  let last: Promise<unknown> = Promise.resolve()
  return {
    begin: async (work: () => Promise<unknown>): Promise<void> => {
      await last
      last = work()
      last.catch(() => {})
    },
    settle: () => last,
  }
}

/** One resource from its cursor to its end. Returns the next one; null when that was the last. */
const fillResource = async (
  resource: Resource,
  cursor: string | null,
  { clock, read, write, search, signal }: Work,
): Promise<Resource | null> => {
  const writes = createQueue()
  const pages = async (): Promise<Resource | null> => {
    let batch: Batch | null = null
    for (let last = cursor; !signal.aborted || batch; ) {
      const page = await read(resource, last)
      last = page.rows.at(-1)?.stripeId ?? last
      batch ??= { rows: [], cursor: last, asOf: page.asOf, since: clock.now() }
      batch.rows.push(...page.rows)
      batch.cursor = last
      const full: Batch = batch
      if (!page.hasMore) {
        await writes.settle()
        const isSearched = await search(resource, new Set(full.rows.map(({ stripeId }) => stripeId)))
        return isSearched ? write(resource, full, false) : resource
      }
      if (!isFull(full, clock.now()) && !signal.aborted) continue
      await writes.begin(() => write(resource, full, true))
      batch = null
    }
    await writes.settle()
    return resource
  }
  return pages().finally(() => writes.settle().catch(() => {}))
}

const explain = async (kernel: FillKernel, run: Run, error: GatewayError): Promise<FillOutcome> => {
  const { text, next } = ERRORS[errorCodeOf(error)]
  const end = { state: 'failed', failure: `${text} ${next}`, finishedAt: kernel.clock.now() } as const
  kernel.log.error({ run: run.id, failure: error.message }, 'mirror: the fill failed')
  return (await advanceRun(kernel.db, run, end)) ? 'failed' : 'lost'
}

/**
 * Works on the running fill, if there is one and nobody else is at it, until it is done, cancelled, failed or `signal`
 * says stop. What is written carries the cursor with it, so whoever comes next goes on behind the last committed page.
 */
export const fillMirror = async (kernel: FillKernel, options: FillOptions): Promise<FillOutcome> => {
  const now = kernel.clock.now()
  const run = await claimRun(kernel.db, options.holder, now, now + LEASE_MS)
  if (!run) return 'nothing'
  const { signal } = options
  const patiently = createPatience(kernel, run, options)
  const work = {
    clock: kernel.clock,
    read: createReader(kernel, run, patiently),
    write: createWriter(kernel, run),
    search: createSearch(kernel, run, { patiently, signal }),
    signal,
  }
  try {
    let resource: Resource | null = run.resource
    for (let cursor = run.cursor; resource !== null; cursor = null) {
      resource = await fillResource(resource, cursor, work)
      if (signal.aborted && resource !== null) {
        await releaseRun(kernel.db, run)
        return 'stopped'
      }
    }
    return 'done'
  } catch (error) {
    if (error instanceof Lost) return 'lost'
    if (error instanceof GatewayError && error.gateway === 'stripe') return explain(kernel, run, error)
    throw error
  }
}
