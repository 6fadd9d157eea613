import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { errorCodeOf } from '../../server/kernel/errors.ts'
import { inUnflushedTransaction, inTransaction, onCommit } from '../../server/kernel/transaction.ts'
import type { Queryable } from '../../server/ports/database.ts'
import { eachDatabase } from '../support/databases.ts'

// Guarantee: a transaction happens wholly or not at all, alone, and what hangs on it happens after it only.

const put = (db: Queryable, id: string, asOf = 0) =>
  db.insertInto('keptPage').values({ customerStripeId: id, part: 'p', value: '', asOf }).execute()

const ids = async (db: Queryable) =>
  (await db.selectFrom('keptPage').select('customerStripeId').orderBy('customerStripeId').execute()).map(
    (row) => row.customerStripeId,
  )

const read = async (db: Queryable, id: string) =>
  (await db.selectFrom('keptPage').select('asOf').where('customerStripeId', '=', id).executeTakeFirstOrThrow()).asOf

eachDatabase((name, open) => {
  test('a thrown error takes everything back, and is the error that comes out', async () => {
    const { db } = await open()
    const why = new Error('changed my mind')
    const work = inTransaction(db, async (tx) => {
      await put(tx, 'a')
      throw why
    })
    await expect(work).rejects.toBe(why)
    expect(await ids(db)).toEqual([])
  })

  test('a refused statement takes the statements before it back', async () => {
    const { db } = await open()
    await put(db, 'taken')
    const work = inTransaction(db, async (tx) => {
      await put(tx, 'a')
      await put(tx, 'taken')
    })
    // Our own mistake, so no outage; the driver's error comes out as it is.
    expect(errorCodeOf(await work.catch((error: unknown) => error))).toBe('INTERNAL')
    expect(await ids(db)).toEqual(['taken'])
  })

  test('an unflushed one is whole or nothing too, and leaves the next ones as durable as they were', async () => {
    const { db } = await open()
    const durability = async () =>
      (await (name === 'postgres' ? sql`show synchronous_commit` : sql`pragma synchronous`).execute(db)).rows
    const before = await durability()
    await inUnflushedTransaction(db, async (tx) => {
      onCommit(tx, async () => expect(await ids(db)).toEqual(['a']))
      await put(tx, 'a')
    })
    const failing = inUnflushedTransaction(db, async (tx) => {
      await put(tx, 'b')
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await ids(db)).toEqual(['a'])
    expect(await durability()).toEqual(before)
    if (name !== 'postgres') expect(before).toEqual([{ synchronous: 2 }])
  })

  test('effects run in order after the commit, and not after a rollback', async () => {
    const { db } = await open()
    const seen: string[] = []
    await inTransaction(db, async (tx) => {
      onCommit(tx, async () => void seen.push(`first sees ${(await ids(db)).join()}`))
      onCommit(tx, () => void seen.push('second'))
      await put(tx, 'a')
      seen.push('work')
    })
    const failing = inTransaction(db, async (tx) => {
      onCommit(tx, () => void seen.push('never'))
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(seen).toEqual(['work', 'first sees a', 'second'])
  })

  test('an open transaction is not seen by others', async () => {
    const first = await open()
    const second = await first.again()
    await inTransaction(first.db, async (tx) => {
      await put(tx, 'a')
      expect(await ids(second.db)).toEqual([])
    })
    expect(await ids(second.db)).toEqual(['a'])
  })

  test('statements of others wait outside an open transaction of the same companion', async () => {
    const { db } = await open()
    const order: string[] = []
    const inside = inTransaction(db, async (tx) => {
      await put(tx, 'a')
      await put(tx, 'b')
      order.push('transaction')
    })
    const outside = ids(db).then((found) => found.length)
    await inside
    expect([0, 2]).toContain(await outside)
    expect(order).toEqual(['transaction'])
  })

  test('a hundred counters that read and write at once lose nothing', async () => {
    const first = await open()
    const second = await first.again()
    await put(first.db, 'counter')
    const bump = ({ db }: typeof first | typeof second) =>
      inTransaction(db, async (tx) => {
        await tx
          .updateTable('keptPage')
          .set((row) => ({ asOf: row('asOf', '+', 1) }))
          .where('customerStripeId', '=', 'counter')
          .execute()
      })
    await Promise.all(Array.from({ length: 100 }, (_, index) => bump(index % 2 ? first : second)))
    expect(await read(first.db, 'counter')).toBe(100)
  })

  test('the number of rows touched is told', async () => {
    const { db } = await open()
    for (const id of ['a', 'b', 'c']) await put(db, id)
    const updated = await db
      .updateTable('keptPage')
      .set({ asOf: 5 })
      .where('customerStripeId', '!=', 'a')
      .executeTakeFirst()
    expect(updated.numUpdatedRows).toBe(2n)
    const deleted = await db.deleteFrom('keptPage').where('asOf', '=', 5).executeTakeFirst()
    expect(deleted.numDeletedRows).toBe(2n)
    const returned = await db.updateTable('keptPage').set({ asOf: 6 }).returning('customerStripeId').execute()
    expect(returned).toEqual([{ customerStripeId: 'a' }])
  })

  test.runIf(name === 'postgres')('a conflict of serialisable transactions may be tried again', async () => {
    const first = await open()
    const second = await first.again()
    await put(first.db, 'a')
    await put(first.db, 'b')
    const bump = (db: Queryable, from: string, to: string, meet: () => Promise<unknown>) =>
      db
        .transaction()
        .setIsolationLevel('serializable')
        .execute(async (tx) => {
          const asOf = await read(tx, from)
          await meet()
          await tx
            .updateTable('keptPage')
            .set({ asOf: asOf + 1 })
            .where('customerStripeId', '=', to)
            .execute()
        })
    const meeting = Promise.withResolvers<void>()
    let arrived = 0
    const meet = () => {
      if (++arrived === 2) meeting.resolve()
      return meeting.promise
    }
    const results = await Promise.allSettled([bump(first.db, 'a', 'b', meet), bump(second.db, 'b', 'a', meet)])
    const failed = results.filter((result) => result.status === 'rejected').map((result) => result.reason as unknown)
    expect(failed).toHaveLength(1)
    expect(failed[0]).toMatchObject({ gateway: 'database', failure: 'failed', retryable: true })
  })
})
