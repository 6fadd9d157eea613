import { expect, test } from 'vitest'
import { fetchObject } from '../../server/features/mirror/fetch-object.ts'
import { writeFetched } from '../../server/features/mirror/write-fetched.ts'
import { writePage } from '../../server/features/mirror/write-page.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Database } from '../../server/ports/database.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'
import { eachDatabase } from '../support/databases.ts'
import { aMirrorKernel, aMirrorRow, AT } from '../support/mirror-fixtures.ts'

// Guarantee: a page of a fill and the reading of an event never undo one another: what was read later stays, what is gone
// stays gone, and a replica whose clock is behind is still heard.

const CUS = 'cus_1'
const named = (name: string) => aMirrorRow({ stripeId: CUS, name })

const aKernel = (db: Database, row = named('by event'), shiftMs = 0) => {
  const kernel = aMirrorKernel(db, { readForMirror: async () => row } as Partial<PaymentGateway> as PaymentGateway)
  kernel.clock.advance(shiftMs)
  return kernel
}

const writeEvent = async (kernel: ReturnType<typeof aKernel>): Promise<void> => {
  const fetched = await fetchObject(kernel, 'customers', CUS)
  await inTransaction(kernel.db, (tx) => writeFetched(tx, 'customers', [fetched]))
}

const writeFill = (db: Database, asOf: number): Promise<void> =>
  inTransaction(db, (tx) => writePage(tx, 'customers', [named('by fill')], { teamKeys: ['team'], asOf }))

const mirrored = (db: Database) =>
  db.selectFrom('mirrorCustomer').select(['name', 'isDeleted']).where('stripeId', '=', CUS).executeTakeFirst()

eachDatabase((_kind, open) => {
  test('an older page comes after the event’s reading: nothing changes; a newer one counts', async () => {
    const { db } = await open()
    await writeEvent(aKernel(db))
    await writeFill(db, AT - 1)
    expect(await mirrored(db)).toEqual({ name: 'by event', isDeleted: 0 })
    await writeFill(db, AT + 1)
    expect(await mirrored(db)).toEqual({ name: 'by fill', isDeleted: 0 })
  })

  test('an event’s reading that began before a page was read and ends after it: the page stays', async () => {
    const { db } = await open()
    const kernel = aKernel(db)
    const fetched = await fetchObject(kernel, 'customers', CUS)
    await writeFill(db, AT + 5)
    await inTransaction(db, (tx) => writeFetched(tx, 'customers', [fetched]))
    expect(await mirrored(db)).toEqual({ name: 'by fill', isDeleted: 0 })
  })

  test('what Stripe deleted is kept as deleted, also when it was never seen, and an older page doesn’t bring it back', async () => {
    const { db } = await open()
    await writeEvent(aKernel(db, aMirrorRow({ stripeId: CUS, isDeleted: true })))
    await writeFill(db, AT - 1)
    expect(await mirrored(db)).toEqual({ name: null, isDeleted: 1 })
  })

  test('a replica whose clock is an hour behind reads what it finds anew, and is believed', async () => {
    const { db } = await open()
    await writeFill(db, AT)
    await writeEvent(aKernel(db, named('by event'), -3_600_000))
    expect(await mirrored(db)).toEqual({ name: 'by event', isDeleted: 0 })
  })

  test('several objects in one go keep each its own time', async () => {
    const { db } = await open()
    const at = (stripeId: string, asOf: number) => ({
      row: aMirrorRow({ stripeId, name: stripeId }),
      teamKeys: ['team'],
      asOf,
    })
    await inTransaction(db, (tx) => writeFetched(tx, 'customers', [at('cus_a', AT + 10), at('cus_b', AT + 20)]))
    const rows = await db.selectFrom('mirrorCustomer').select(['stripeId', 'asOf']).orderBy('stripeId').execute()
    expect(rows).toEqual([
      { stripeId: 'cus_a', asOf: AT + 10 },
      { stripeId: 'cus_b', asOf: AT + 20 },
    ])
  })
})
