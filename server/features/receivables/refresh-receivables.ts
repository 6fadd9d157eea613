import { ERRORS } from '@countersign/shared/errors'
import { MINUTE_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { errorCodeOf, GatewayError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { keepDocument } from './keep-document.ts'
import { advanceRun, claimRun, closeGone, listToFollow, listUnseen, type RunRow } from './store.ts'

export interface RefreshOptions {
  /** Who reads: one name per process. */
  readonly holder: string
  readonly signal: AbortSignal
}

export type RefreshOutcome = 'nothing' | 'done' | 'failed' | 'stopped' | 'lost'

const LEASE_MS = MINUTE_MS
/** A round that lay still for longer begins anew: what it saw at first is too old. */
const LONGEST_ROUND_MS = 10 * MINUTE_MS
const UNSEEN_AT_ONCE = 100
/** What was written off stays that for years: each round asks about some, and the next one about others. */
const FOLLOWED_AT_ONCE = 50

/** The round was cancelled, or belongs to another replica by now. */
class Lost extends Error {}

interface Round {
  readonly kernel: Kernel
  readonly fence: number
  readonly startedAt: number
  readonly signal: AbortSignal
}

/** Written only while the round is ours. */
const write = (
  { kernel, fence }: Round,
  step: Partial<Pick<RunRow, 'cursor' | 'read' | 'startedAt' | 'state' | 'finishedAt' | 'wholeSince'>>,
  work: (tx: Transaction) => Promise<void>,
): Promise<void> =>
  inTransaction(kernel.db, async (tx) => {
    const leaseUntil = kernel.clock.now() + LEASE_MS
    if (!(await advanceRun(tx, fence, { leaseUntil, ...step }))) throw new Lost()
    await work(tx)
  })

const readPages = async (round: Round, from: { cursor: string | null; read: number }): Promise<boolean> => {
  const { kernel, signal } = round
  let { cursor, read } = from
  for (let hasMore = true; hasMore; ) {
    if (signal.aborted) return false
    const asOf = kernel.clock.now()
    const page = await kernel.stripe.listOpenInvoices(cursor)
    cursor = page.rows.at(-1)?.stripeId ?? cursor
    read += page.rows.length
    hasMore = page.hasMore
    await write(round, { cursor, read }, async (tx) => {
      for (const document of page.rows) await keepDocument(kernel, tx, { document, asOf })
    })
  }
  return true
}

/** Asks about each by itself. */
const readSome = async (round: Round, ids: readonly string[]): Promise<boolean> => {
  const { kernel, startedAt, signal } = round
  for (const id of ids) {
    if (signal.aborted) return false
    // Should the clock go back, it has been seen in this round all the same.
    const asOf = Math.max(kernel.clock.now(), startedAt)
    const document = await kernel.stripe.readInvoiceDocument(id)
    await write(round, {}, (tx) =>
      document === null ? closeGone(tx, id, asOf) : keepDocument(kernel, tx, { document, asOf }),
    )
  }
  return true
}

/** What Stripe doesn't list as open any more is asked about once, so that the row says what became of it. */
const readUnseen = async (round: Round): Promise<boolean> => {
  for (;;) {
    const ids = await listUnseen(round.kernel.db, round.startedAt, UNSEEN_AT_ONCE)
    if (ids.length === 0) return true
    if (!(await readSome(round, ids))) return false
  }
}

/** A chain waits also for an invoice that was paid before any round saw it open, or after it was written off. */
const readFollowed = async (round: Round): Promise<boolean> =>
  readSome(round, await listToFollow(round.kernel.db, round.startedAt, FOLLOWED_AT_ONCE))

const readAll = async (round: Round, from: { cursor: string | null; read: number }): Promise<RefreshOutcome> => {
  const isWhole = (await readPages(round, from)) && (await readUnseen(round)) && (await readFollowed(round))
  const { kernel, startedAt: wholeSince } = round
  const finishedAt = kernel.clock.now()
  const nothing = () => Promise.resolve()
  // Given back, so that the next start or another replica goes on from the cursor at once.
  if (!isWhole) {
    await advanceRun(kernel.db, round.fence, { leaseHolder: null, leaseUntil: null })
    return 'stopped'
  }
  await write(round, { state: 'done', cursor: null, finishedAt, wholeSince }, nothing)
  return 'done'
}

const giveUp = async ({ kernel, fence }: Round, error: GatewayError): Promise<RefreshOutcome> => {
  const { text, next } = ERRORS[errorCodeOf(error)]
  kernel.log.warn({ failure: error.message }, 'receivables: the round failed')
  const end = { state: 'failed', failure: `${text} ${next}`, finishedAt: kernel.clock.now() } as const
  return (await advanceRun(kernel.db, fence, end)) ? 'failed' : 'lost'
}

/** Where to go on: behind the last page, unless what was seen at first is too old by now. */
const placeOf = ({ startedAt, cursor, read }: RunRow, now: number) =>
  startedAt !== null && now - startedAt <= LONGEST_ROUND_MS
    ? { startedAt, cursor, read }
    : { startedAt: now, cursor: null, read: 0 }

/**
 * Reads every open invoice of the account, if a round is ordered and nobody else is at it. What is written carries the
 * cursor with it: whoever comes after a stop goes on behind the last page.
 */
export const refreshReceivables = async (
  kernel: Kernel,
  { holder, signal }: RefreshOptions,
): Promise<RefreshOutcome> => {
  const now = kernel.clock.now()
  const run = await claimRun(kernel.db, holder, now, now + LEASE_MS)
  if (!run) return 'nothing'
  const place = placeOf(run, now)
  const round = { kernel, fence: run.fence, startedAt: place.startedAt, signal }
  try {
    await write(round, place, () => Promise.resolve())
    return await readAll(round, place)
  } catch (error) {
    if (error instanceof Lost) return 'lost'
    if (error instanceof GatewayError && error.gateway === 'stripe') return giveUp(round, error)
    throw error
  }
}
