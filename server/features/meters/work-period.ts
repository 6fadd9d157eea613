import { DAY_MS, HOUR_MS, MINUTE_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { assert, GatewayError } from '../../kernel/errors.ts'
import { checkSum } from './check-sum.ts'
import { findLine } from './find-line.ts'
import { makeEvent } from './make-event.ts'
import { nextStep, pauseAfter, type PeriodFacts, STUCK_AFTER } from './period-rules.ts'
import { sendEvent } from './send-event.ts'
import {
  claimPeriod,
  type EventRow,
  findItem,
  findPending,
  findRival,
  type ItemRow,
  type PeriodKey,
  type PeriodRow,
  releasePeriod,
} from './store.ts'

type WorkKernel = Pick<Kernel, 'db' | 'stripe' | 'clock' | 'log'>

/** Longer than all that is asked of Stripe in one go. */
const LEASE_MS = 5 * MINUTE_MS

interface Found {
  readonly item: ItemRow
  readonly pending: EventRow | undefined
  readonly rival: string | undefined
}

const problemOf = ({ item, rival }: Found): string | null =>
  item.problem ??
  (rival === undefined ? null : `Stripe would bill ${rival} the same: its customer has one meter for both.`)

const factsOf = (row: PeriodRow, { item, pending, rival }: Found, now: number): PeriodFacts => ({
  startsAt: row.startsAt,
  endsAt: row.endsAt,
  now,
  isClosed: row.closedAt !== null,
  isItemEnded: item.endedAt !== null,
  isUnmetered: item.meterStripeId === null,
  itemProblem: problemOf({ item, pending, rival }),
  pending: pending ? { madeAt: pending.madeAt } : null,
  sent: row.sentValue === null || row.sentAt === null ? null : { value: row.sentValue, at: row.sentAt },
  lastStamp: row.sentStamp,
  counted:
    row.countValue === null || row.countedAt === null ? null : { value: row.countValue, countedAt: row.countedAt },
  summaryAt: row.summaryAt,
})

/** One step; the row as it is then, or undefined when the period was let go. */
const takeStep = async (kernel: WorkKernel, row: PeriodRow, item: ItemRow): Promise<PeriodRow | undefined> => {
  const { db, clock } = kernel
  const pending = await findPending(db, row)
  const rival = await findRival(db, item)
  const now = clock.now()
  const step = nextStep(factsOf(row, { item, pending, rival }, now))
  switch (step.do) {
    case 'make':
      return makeEvent(kernel, row, step.stamp)
    case 'send':
    case 'look-up':
      assert(pending, 'nothing to send')
      return sendEvent(kernel, { row, item, event: pending }, step.do)
    case 'sum':
      return checkSum(kernel, row, item)
    case 'find-line':
      await findLine(kernel, row, item)
      return undefined
    case 'stop':
      // Nothing is asked of Stripe for this: as soon as whatever stands in the way is gone, it goes on.
      await releasePeriod(db, row, { problem: step.why, stuckAt: row.stuckAt ?? now, nextAt: now + HOUR_MS })
      return undefined
    case 'rest':
      await releasePeriod(db, row, { nextAt: step.until })
      return undefined
  }
}

const isOutage = (error: unknown): boolean =>
  error instanceof GatewayError && error.gateway === 'stripe' && error.failure !== 'refused'

const wordsOf = (error: unknown): string => {
  if (!(error instanceof GatewayError) || error.gateway !== 'stripe')
    return 'Something broke on our side; it is tried again.'
  if (error.failure !== 'refused') return 'Stripe could not be asked.'
  return `Stripe refused it: ${error.stripe?.message ?? 'it gave no reason.'}`
}

const noteFailure = async ({ db, clock, log }: WorkKernel, row: PeriodRow, error: unknown): Promise<void> => {
  const isRefused = error instanceof GatewayError && error.failure === 'refused'
  if (!(error instanceof GatewayError)) log.error({ err: error, item: row.itemStripeId }, 'a count could not be told')
  const now = clock.now()
  const tries = row.tries + 1
  const isStuck = isRefused || (!isOutage(error) && tries >= STUCK_AFTER)
  await releasePeriod(db, row, {
    problem: wordsOf(error),
    tries,
    ...(isStuck ? { stuckAt: row.stuckAt ?? now } : {}),
    nextAt: now + (isRefused ? DAY_MS : pauseAfter(tries)),
  })
}

/** Tells Stripe the count of one period, as far as that is to be done now, and follows it onto its invoice. */
export const workPeriod = async (kernel: WorkKernel, key: PeriodKey, holder: string): Promise<boolean> => {
  const now = kernel.clock.now()
  const claimed = await claimPeriod(kernel.db, key, { holder, now, until: now + LEASE_MS })
  if (!claimed) return false
  let row: PeriodRow | undefined = claimed
  try {
    const item = await findItem(kernel.db, key.itemStripeId)
    assert(item, 'a period without an item')
    while (row !== undefined) row = await takeStep(kernel, row, item)
  } catch (error) {
    await noteFailure(kernel, row ?? claimed, error)
  }
  return true
}
