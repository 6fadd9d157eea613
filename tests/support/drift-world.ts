import { runDrift, type DriftOutcome } from '../../server/features/drift/run-drift.ts'
import { startRun } from '../../server/features/drift/start-run.ts'
import { writePage } from '../../server/features/mirror/write-page.ts'
import { GatewayError } from '../../server/kernel/errors.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Database } from '../../server/ports/database.ts'
import type { MirrorResource, MirrorRow, PaymentGateway } from '../../server/ports/payment-gateway.ts'
import { aListing, aMirrorKernel, aMirrorRow, anOrder, AT } from './mirror-fixtures.ts'

export const never = new AbortController().signal

/** Customers of an account, newest first, one made each second. */
export const someCustomers = (count: number): MirrorRow[] =>
  Array.from({ length: count }, (_nothing, index) =>
    aMirrorRow({
      stripeId: `cus_${String(index).padStart(5, '0')}`,
      name: `Customer ${index}`,
      createdAt: AT - (index + 1) * 1000,
    }),
  )

/** A kernel over an account that a test breaks, whose mirror is filled. */
export const aDriftKernel = async (db: Database, start: readonly MirrorRow[]) => {
  const world = {
    customers: [...start],
    subscriptions: [] as MirrorRow[],
    isDown: false,
    listed: 0,
    read: 0,
    onList: () => {},
  }
  const check = () => {
    if (world.isDown) throw new GatewayError('stripe', 'unreachable', { retryable: true })
  }
  const stripe = {
    listForMirror: async (resource: MirrorResource, after: string | null) => {
      check()
      world.listed += 1
      world.onList()
      const { customers, subscriptions } = world
      return aListing({ customers, subscriptions }).listForMirror(resource, after)
    },
    readForMirror: async (_resource: MirrorResource, stripeId: string) => {
      check()
      world.read += 1
      const all = [...world.customers, ...world.subscriptions]
      return all.find((row) => row.stripeId === stripeId) ?? aMirrorRow({ stripeId, isDeleted: true })
    },
    listRunningPlans: async () => ({ rows: [], hasMore: false }),
    listRunningDiscounts: async () => ({ rows: [], hasMore: false }),
    listBalanceEntriesSince: async () => [],
  } as unknown as PaymentGateway
  const base = aMirrorKernel(db, stripe)
  const kernel = { ...base, pace: () => Promise.resolve() }
  const write = (rows: readonly MirrorRow[], asOf = AT - 1) =>
    inTransaction(db, (tx) => writePage(tx, 'customers', rows, { teamKeys: ['team'], asOf }))
  await write(start)
  const done = { state: 'done', resource: 'codes', cursor: null, counts: '{}', failure: null } as const
  await db
    .insertInto('mirrorRun')
    .values({ ...done, id: 'fill_1', startedAt: AT, finishedAt: AT, leaseHolder: null, leaseUntil: null })
    .execute()
  const order = () => startRun(kernel, anOrder)
  const goOn = (holder = 'a', signal: AbortSignal = never): Promise<DriftOutcome> =>
    runDrift(kernel, { holder, signal })
  const compare = async (): Promise<DriftOutcome> => {
    await order()
    for (;;) {
      const outcome = await goOn()
      if (outcome !== 'waiting') return outcome
      kernel.clock.advance(60_000)
    }
  }
  return { kernel, world, write, order, goOn, compare }
}
