import { MINUTE_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { GatewayError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { MeterFacts } from '../../ports/meter-facts.ts'
import { fetchItems } from './fetch-items.ts'
import { keepItems } from './keep-items.ts'
import { claimTurn, endItems, endTurn, makeItemsDue } from './store.ts'

type SweepKernel = Pick<Kernel, 'db' | 'stripe' | 'clock' | 'settings'>

const LEASE_MS = 30 * MINUTE_MS
const EVERY_MS = 30 * MINUTE_MS

/** False when it was stopped on the way. */
const readAll = async (kernel: SweepKernel, readAt: number, signal: AbortSignal): Promise<boolean> => {
  const meters = new Map<string, MeterFacts | null>()
  for (let cursor: string | null = null; !signal.aborted; ) {
    const { rows, nextAfter } = await kernel.stripe.listSoldItems(cursor)
    const items = await fetchItems(kernel, rows, { readAt, meters })
    await inTransaction(kernel.db, (tx) => keepItems(tx, items, kernel.clock.now()))
    cursor = nextAfter
    if (cursor === null) return true
  }
  return false
}

const whyOf = (error: unknown): string =>
  error instanceof GatewayError && error.gateway === 'stripe'
    ? 'Stripe could not be asked.'
    : 'Something broke on our side; it is tried again.'

/**
 * Reads what the whole account sells now, by use or not; one replica at a time, every half hour. What wasn't found any more has
 * ended. False when it isn't our turn.
 */
export const sweepItems = async (kernel: SweepKernel, holder: string, signal: AbortSignal): Promise<boolean> => {
  const now = kernel.clock.now()
  const turn = { holder, now, until: now + LEASE_MS, endedBefore: now - EVERY_MS }
  if (!(await claimTurn(kernel.db, 'items', turn))) return false
  try {
    const isWhole = await readAll(kernel, now, signal)
    if (isWhole)
      await inTransaction(kernel.db, async (tx) => makeItemsDue(tx, await endItems(tx, now, null), kernel.clock.now()))
    await endTurn(kernel.db, { id: 'items', holder }, { ...(isWhole ? { endedAt: now } : {}), problem: null })
    return true
  } catch (error) {
    await endTurn(kernel.db, { id: 'items', holder }, { problem: whyOf(error) })
    throw error
  }
}
