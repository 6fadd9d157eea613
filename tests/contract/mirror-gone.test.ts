import { expect, test } from 'vitest'
import { fillMirror } from '../../server/features/mirror/fill-mirror.ts'
import { startFill } from '../../server/features/mirror/start-fill.ts'
import type { Database } from '../../server/ports/database.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'
import { eachDatabase } from '../support/databases.ts'
import { type Account, aListing, aMirrorKernel, aMirrorRow, anOrder } from '../support/mirror-fixtures.ts'

// Guarantee: what was deleted while nobody listened, for so long that Stripe no longer lists the event, is found gone by the
// next fill; and only what the fill didn't list is asked for by itself.

const never = new AbortController().signal

const before: Account = {
  customers: ['cus_a', 'cus_b', 'cus_gone'].map((stripeId) => aMirrorRow({ stripeId, name: stripeId })),
  invoices: ['in_a', 'in_draft'].map((stripeId) => aMirrorRow({ stripeId, customerStripeId: 'cus_a' })),
}

const without = (account: Account, ...ids: string[]): Account => ({
  customers: account.customers?.filter(({ stripeId }) => !ids.includes(stripeId)) ?? [],
  invoices: account.invoices?.filter(({ stripeId }) => !ids.includes(stripeId)) ?? [],
})

const fillWith = async (db: Database, account: Account, { atMs = 0, there = [] as string[] } = {}) => {
  const asked: string[] = []
  const readForMirror: PaymentGateway['readForMirror'] = async (_resource, stripeId) => {
    asked.push(stripeId)
    return there.includes(stripeId)
      ? aMirrorRow({ stripeId, name: 'found' })
      : aMirrorRow({ stripeId, status: 'deleted', isDeleted: true })
  }
  const kernel = aMirrorKernel(db, { ...aListing(account), readForMirror })
  kernel.clock.advance(atMs)
  await startFill(kernel, anOrder)
  const outcome = await fillMirror(kernel, { holder: 'a', signal: never })
  return { asked, outcome }
}

const customers = (db: Database) =>
  db.selectFrom('mirrorCustomer').select(['stripeId', 'name', 'isDeleted']).orderBy('stripeId').execute()

eachDatabase((_kind, open) => {
  test('a customer and a draft that Stripe no longer lists are marked as gone, once', async () => {
    const { db } = await open()
    expect(await fillWith(db, before)).toEqual({ asked: [], outcome: 'done' })
    const after = without(before, 'cus_gone', 'in_draft')
    const second = await fillWith(db, after, { atMs: 1000 })
    expect(second).toEqual({ asked: ['cus_gone', 'in_draft'], outcome: 'done' })
    expect(await customers(db)).toEqual([
      { stripeId: 'cus_a', name: 'cus_a', isDeleted: 0 },
      { stripeId: 'cus_b', name: 'cus_b', isDeleted: 0 },
      { stripeId: 'cus_gone', name: null, isDeleted: 1 },
    ])
    const invoices = await db.selectFrom('mirrorInvoice').select(['stripeId', 'status']).orderBy('stripeId').execute()
    expect(invoices).toEqual([
      { stripeId: 'in_a', status: 'active' },
      { stripeId: 'in_draft', status: 'deleted' },
    ])
    expect(await fillWith(db, after, { atMs: 2000 })).toEqual({ asked: [], outcome: 'done' })
  })

  test('what a list that moved has passed over is asked for, and stays', async () => {
    const { db } = await open()
    await fillWith(db, before)
    const { asked } = await fillWith(db, without(before, 'cus_b'), { atMs: 1000, there: ['cus_b'] })
    expect(asked).toEqual(['cus_b'])
    expect((await customers(db))[1]).toEqual({ stripeId: 'cus_b', name: 'found', isDeleted: 0 })
  })

  test('a fill by a replica whose clock is behind still knows what it has listed', async () => {
    const { db } = await open()
    await fillWith(db, before, { atMs: 5000 })
    const kernel = aMirrorKernel(db, aListing(before))
    kernel.clock.advance(9000)
    await startFill(kernel, anOrder)
    const behind = aMirrorKernel(db, aListing(before))
    expect(await fillMirror(behind, { holder: 'a', signal: never })).toBe('done')
  })
})
