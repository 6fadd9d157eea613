import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { writePage } from '../../server/features/mirror/write-page.ts'
import { applyEvents } from '../../server/features/webhooks/apply-events.ts'
import { keepEvents } from '../../server/features/webhooks/keep-events.ts'
import { claimSubjects, forgetEnded, lockClaims } from '../../server/features/webhooks/store.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Database, Transaction } from '../../server/ports/database.ts'
import type { StripeEvent } from '../../server/ports/stripe-event.ts'
import { eachDatabase } from '../support/databases.ts'
import { anEvent, anEventKernel, aTable, aUse, keepAll, noPace, statesOf } from '../support/event-fixtures.ts'
import { aMirrorRow } from '../support/mirror-fixtures.ts'

// Guarantee: an event that comes in at whatever moment of another's being applied, given back or forgotten is found by
// somebody: no interleaving leaves it waiting with nobody due. Each is driven here, by holding one side in the middle.

const DAY_MS = 86_400_000
const ALL = () => true

/** Until a statement of this database waits for another's lock. On SQLite whoever writes holds all, and the other waits outside. */
const untilBlocked = async (db: Database): Promise<void> => {
  if (db.kind !== 'postgres') return pause(50)
  const waiting = sql<{ count: number }>`select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  await expect.poll(async () => (await waiting.execute(db)).rows[0]?.count, { timeout: 10_000 }).toBeGreaterThan(0)
}

const nextAtOf = async (db: Database) =>
  (await db.selectFrom('eventQueue').select('nextAt').executeTakeFirstOrThrow()).nextAt

/** Keeps an event in a transaction that ends when it is told to. */
const keepSlowly = (db: Database, event: StripeEvent, at: number) => {
  const kept = Promise.withResolvers<void>()
  const told = Promise.withResolvers<void>()
  const done = inTransaction(db, async (tx) => {
    await keepEvents(tx, [{ endpoint: 'main', event }], { at, isWanted: ALL })
    kept.resolve()
    await told.promise
  })
  return { kept: kept.promise, commit: told.resolve, done }
}

eachDatabase((kind, open) => {
  test('it is being kept while its subject is being given back', async () => {
    const { db, again } = await open()
    const { db: other } = await again()
    const kernel = anEventKernel(db)
    const applying = { holder: 'a', table: aTable(aUse()), pace: noPace }
    await keepAll(kernel, [anEvent({ stripeId: 'evt_1' })])
    const keeping: Promise<unknown>[] = []
    const use = {
      ...aUse(),
      // Here the subject's row is locked, and nothing of the second event can be seen.
      write: async () => {
        keeping.push(keepAll(anEventKernel(other), [anEvent({ stripeId: 'evt_2' })]))
        await untilBlocked(other)
      },
    }
    await applyEvents(kernel, { ...applying, table: aTable(use) })
    await Promise.all(keeping)
    expect(await statesOf(db)).toEqual({ evt_1: 'applied', evt_2: 'waiting' })
    expect(await nextAtOf(db)).not.toBeNull()
    expect(await applyEvents(kernel, applying)).toBe(1)
    expect(await statesOf(db)).toEqual({ evt_1: 'applied', evt_2: 'applied' })
  })

  test('it is kept but not committed when its subject is to be given back', async () => {
    const { db, again } = await open()
    const { db: other } = await again()
    const { db: onlooker } = await again()
    const kernel = anEventKernel(db)
    await keepAll(kernel, [anEvent({ stripeId: 'evt_1' })])
    const slow = { current: null as ReturnType<typeof keepSlowly> | null }
    const use = aUse(async () => {
      slow.current ??= keepSlowly(other, anEvent({ stripeId: 'evt_2' }), kernel.clock.now())
      await slow.current.kept
    })
    const applying = { holder: 'a', table: aTable(use), pace: noPace }
    const applied = applyEvents(kernel, applying)
    await untilBlocked(onlooker)
    slow.current?.commit()
    await slow.current?.done
    await applied
    expect(await statesOf(db)).toEqual({ evt_1: 'applied', evt_2: 'waiting' })
    expect(await nextAtOf(db)).not.toBeNull()
    expect(await applyEvents(kernel, applying)).toBe(1)
    expect(await statesOf(db)).toEqual({ evt_1: 'applied', evt_2: 'applied' })
  })

  test('it is kept but not committed when its subject, at rest for long, is to be forgotten', async () => {
    const { db, again } = await open()
    const { db: other } = await again()
    const { db: onlooker } = await again()
    const kernel = anEventKernel(db)
    const applying = { holder: 'a', table: aTable(aUse()), pace: noPace }
    await keepAll(kernel, [anEvent({ stripeId: 'evt_old' })])
    await applyEvents(kernel, applying)
    await db.deleteFrom('stripeEvent').execute()
    const slow = keepSlowly(other, anEvent({ stripeId: 'evt_new' }), kernel.clock.now())
    await slow.kept
    const forgetting = forgetEnded(db, kernel.clock.now() - 40 * DAY_MS)
    await untilBlocked(onlooker)
    slow.commit()
    await Promise.all([slow.done, forgetting])
    expect(await applyEvents(kernel, applying)).toBe(1)
    expect(await statesOf(db)).toEqual({ evt_new: 'applied' })
  })

  if (kind !== 'postgres') return

  test('a page of a fill and what events told take each other’s rows one after the other', async () => {
    const { db, again } = await open()
    const { db: other } = await again()
    const rows = ['in_a', 'in_b'].map((stripeId) => aMirrorRow({ stripeId, customerStripeId: 'cus_1' }))
    const write = (tx: Transaction, some: typeof rows, asOf: number) =>
      writePage(tx, 'invoices', some, { teamKeys: [], asOf })
    await inTransaction(db, (tx) => write(tx, rows, 10))
    const halfway = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    // Each has one of the two and then wants the other's; the one that began later isn't let in before the first is done.
    const first = inTransaction(db, async (tx) => {
      await write(tx, rows.slice(0, 1), 20)
      halfway.resolve()
      await gate.promise
      await write(tx, rows.slice(1), 20)
    })
    await halfway.promise
    const second = inTransaction(other, async (tx) => {
      await write(tx, rows.slice(1), 5)
      await write(tx, rows.slice(0, 1), 5)
    })
    await untilBlocked(other)
    gate.resolve()
    expect(await Promise.allSettled([first, second])).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }])
    const written = await db.selectFrom('mirrorInvoice').select('asOf').execute()
    expect(written).toEqual([{ asOf: 20 }, { asOf: 20 }])
  })

  test('subjects are locked in one order, whatever the database sorts by', async () => {
    const { db, again } = await open()
    const { db: other } = await again()
    await sql`alter table event_queue alter column subject_key type text collate "und-x-icu"`.execute(db)
    const kernel = anEventKernel(db)
    // By their bytes B comes before a; by the rules of a language after it.
    await keepAll(kernel, [anEvent({ subjectKey: 'cus_a' }), anEvent({ subjectKey: 'cus_B' })])
    const now = kernel.clock.now()
    const claims = await claimSubjects(db, { holder: 'a', now, leaseUntil: now + DAY_MS, limit: 9 })
    const gate = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const holding = inTransaction(other, async (tx) => {
      await sql`select 1 from event_queue where subject_key = 'cus_a' for update`.execute(tx)
      held.resolve()
      await gate.promise
    })
    await held.promise
    const locking = inTransaction(db, (tx) => lockClaims(tx, claims))
    await untilBlocked(other)
    const free = await sql`select 1 from event_queue where subject_key = 'cus_B' for update skip locked`.execute(other)
    gate.resolve()
    await Promise.all([holding, locking])
    expect(free.rows).toEqual([])
  })
})
