// Guarantee: a comparison survives stops, outages and other replicas without finding anything twice or losing its place; a
// difference is one finding while it lasts, with its history; and an account of any size is compared piece by piece.
import { describe, expect, test } from 'vitest'
import { acceptFinding } from '../../server/features/drift/accept-finding.ts'
import { cancelRun } from '../../server/features/drift/cancel-run.ts'
import { listDrift } from '../../server/features/drift/list-drift.ts'
import { readDriftHistory } from '../../server/features/drift/read-drift-history.ts'
import { readDriftStatus } from '../../server/features/drift/read-drift-status.ts'
import { reopenFinding } from '../../server/features/drift/reopen-finding.ts'
import { repairFinding } from '../../server/features/drift/repair-finding.ts'
import { runDrift } from '../../server/features/drift/run-drift.ts'
import { readLatestRun } from '../../server/features/drift/store.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { ines } from '../support/desk.ts'
import { eachDatabase } from '../support/databases.ts'
import { aDriftKernel, never, someCustomers } from '../support/drift-world.ts'
import { aMirrorRow, anOrder, AT } from '../support/mirror-fixtures.ts'

type World = Awaited<ReturnType<typeof aDriftKernel>>

const asking = { actor: ines, requestId: 'req_1' }

const found = async ({ kernel }: World, show: 'open' | 'accepted' | 'over' = 'open') =>
  (await listDrift(kernel, { show })).findings
const keys = async (at: World, show: 'open' | 'accepted' | 'over' = 'open') =>
  (await found(at, show)).map(({ kind, subjectId }) => `${kind} ${subjectId}`).toSorted()
const told = async ({ kernel }: World, id: string | undefined) =>
  (await readDriftHistory(kernel, id ?? '')).events.map(({ kind }) => kind)

/** Stripe has another name for it, and no event said so. */
const rename = ({ world }: World, index: number, name: string) => {
  const row = world.customers[index]
  if (row) world.customers[index] = { ...row, name }
}

eachDatabase((kind, open) => {
  test('one finding while it lasts: first and last seen, changed, gone by itself; another when it comes back', async () => {
    const at = await aDriftKernel((await open()).db, someCustomers(3))
    rename(at, 1, 'Other')
    expect(await at.compare()).toBe('done')
    const [first] = await found(at)
    at.kernel.clock.advance(86_400_000)
    await at.compare()
    const [again] = await found(at)
    expect(again).toMatchObject({ id: first?.id, firstSeenAt: first?.firstSeenAt })
    expect(Date.parse(again?.lastSeenAt ?? '')).toBeGreaterThan(Date.parse(first?.lastSeenAt ?? ''))
    rename(at, 1, 'Another')
    await at.compare()
    expect(await told(at, first?.id)).toEqual(['changed', 'found'])
    rename(at, 1, 'Customer 1')
    await at.compare()
    expect(await keys(at)).toEqual([])
    expect(await told(at, first?.id)).toEqual(['gone', 'changed', 'found'])
    rename(at, 1, 'Other')
    await at.compare()
    expect((await found(at)).map(({ id }) => id)).not.toContain(first?.id)
    expect(await keys(at, 'over')).toEqual(['mirror.differs cus_00001'])
  })

  test('what was only on its way is never seen', async () => {
    const at = await aDriftKernel((await open()).db, someCustomers(3))
    rename(at, 0, 'Told by an event in a moment')
    await at.order()
    expect(await at.goOn()).toBe('waiting')
    expect(await keys(at)).toEqual([])
    at.kernel.clock.advance(20_000)
    await at.write(at.world.customers, at.kernel.clock.now())
    expect(await at.goOn()).toBe('done')
    expect(await keys(at)).toEqual([])
    expect(at.world.read).toBe(1)
  })

  test('while an event of it waits to be applied it is no difference; given up, it is one', async () => {
    const { db } = await open()
    const at = await aDriftKernel(db, someCustomers(3))
    rename(at, 1, 'Other')
    const event = {
      stripeId: 'evt_1',
      endpoint: 'main',
      type: 'customer.updated',
      objectStripeId: 'cus_00001',
      subjectKey: 'cus_00001',
      state: 'waiting' as const,
      madeAt: AT,
      heardAt: AT,
      attempts: 0,
      problem: null,
      endedAt: null,
    }
    await db.insertInto('stripeEvent').values(event).execute()
    await at.compare()
    expect(await keys(at)).toEqual([])
    await db.updateTable('stripeEvent').set({ state: 'failed', endedAt: AT }).execute()
    await at.compare()
    expect(await keys(at)).toEqual(['mirror.differs cus_00001', 'work.events events'])
  })

  test('an outage is waited out and goes on where it was; one that lasts half a day ends it, with the reason', async () => {
    const at = await aDriftKernel((await open()).db, someCustomers(250))
    rename(at, 249, 'Other')
    await at.order()
    at.world.onList = () => {
      at.world.isDown = at.world.listed === 2
    }
    expect(await at.goOn()).toBe('waiting')
    expect(at.world.listed).toBe(2)
    expect((await readDriftStatus(at.kernel)).run).toMatchObject({
      state: 'running',
      source: 'mirror',
      compared: { customers: 198 },
      problem: expect.stringContaining('Stripe'),
    })
    at.world.onList = () => {}
    at.world.isDown = false
    expect(await at.goOn()).toBe('nothing')
    at.kernel.clock.advance(31_000)
    expect(await at.goOn()).toBe('waiting')
    at.kernel.clock.advance(31_000)
    expect(await at.goOn()).toBe('done')
    expect(await keys(at)).toEqual(['mirror.differs cus_00249'])
    // Three pages of customers, none of them twice; of the other kinds one each.
    expect(at.world.listed).toBe(6)

    await at.order()
    at.world.isDown = true
    let outcome = await at.goOn()
    for (; outcome === 'waiting'; outcome = await at.goOn()) at.kernel.clock.advance(31 * 60_000)
    expect(outcome).toBe('failed')
    expect((await readDriftStatus(at.kernel)).run).toMatchObject({ state: 'failed' })
    expect(await keys(at)).toEqual(['mirror.differs cus_00249'])
  })

  test('one at a time; a replica that dies in a piece is followed after its lease, and writes nothing when it wakes', async () => {
    const { db, again } = await open()
    const at = await aDriftKernel(db, someCustomers(120))
    rename(at, 119, 'Other')
    await at.order()
    await expect(at.order()).rejects.toMatchObject({ code: 'DRIFT_RUNNING' })
    const other = { ...at.kernel, db: (await again()).db }
    const asleep = Promise.withResolvers<void>()
    const sleeper = { ...at.kernel, pace: () => asleep.promise }
    const late = runDrift(sleeper, { holder: 'a', signal: never })
    await expect.poll(async () => (await readLatestRun(db))?.leaseHolder).toBe('a')
    expect(await runDrift(other, { holder: 'b', signal: never })).toBe('nothing')
    at.kernel.clock.advance(6 * 60_000)
    expect(await runDrift(other, { holder: 'b', signal: never })).toBe('waiting')
    asleep.resolve()
    expect(await late).toBe('lost')
    at.kernel.clock.advance(20_000)
    expect(await runDrift(other, { holder: 'b', signal: never })).toBe('done')
    expect((await readDriftStatus(at.kernel)).last?.compared).toMatchObject({ customers: 120 })
    expect(await keys(at)).toEqual(['mirror.differs cus_00119'])
  })

  test('cancelled it stops before its next piece, and what was found before stays', async () => {
    const at = await aDriftKernel((await open()).db, someCustomers(250))
    rename(at, 0, 'Other')
    await at.compare()
    rename(at, 0, 'Customer 0')
    await at.order()
    await cancelRun(at.kernel, anOrder)
    expect(await at.goOn()).toBe('nothing')
    expect((await readDriftStatus(at.kernel)).run).toMatchObject({ state: 'cancelled' })
    expect(await keys(at)).toEqual(['mirror.differs cus_00000'])
    expect(await at.compare()).toBe('done')
    expect(await keys(at)).toEqual([])
  })

  test('while the mirror isn’t filled it isn’t compared, and what was found of it stays', async () => {
    const { db } = await open()
    const at = await aDriftKernel(db, someCustomers(3))
    rename(at, 1, 'Other')
    await at.compare()
    await db.updateTable('mirrorRun').set({ state: 'failed' }).execute()
    await at.compare()
    expect((await readDriftStatus(at.kernel)).run?.skipped).toEqual([
      { source: 'mirror', why: 'The mirror isn’t filled; its fill says how far it is.' },
    ])
    expect(await keys(at)).toEqual(['mirror.differs cus_00001'])
  })

  describe('accepted', () => {
    test('until the end of a day: then it is open again', async () => {
      const at = await aDriftKernel((await open()).db, someCustomers(3))
      rename(at, 1, 'Other')
      await at.compare()
      const id = (await found(at))[0]?.id ?? ''
      const accept = (until: string) => acceptFinding(at.kernel, asking, { id, reason: 'meant so', until })
      // AT is 20 November 2026.
      await expect(accept('2026-11-19')).rejects.toMatchObject({ code: 'DRIFT_DAY_WRONG' })
      await expect(accept('2027-11-30')).rejects.toMatchObject({ code: 'DRIFT_DAY_WRONG' })
      await accept('2026-11-21')
      expect(await keys(at)).toEqual([])
      expect((await found(at, 'accepted'))[0]?.accepted).toEqual({
        by: 'Ines Albrecht',
        reason: 'meant so',
        until: '2026-11-22T00:00:00.000Z',
      })
      await at.compare()
      expect(await keys(at, 'accepted')).toEqual(['mirror.differs cus_00001'])
      at.kernel.clock.advance(2 * 86_400_000)
      await at.compare()
      expect(await keys(at)).toEqual(['mirror.differs cus_00001'])
      expect(await told(at, id)).toEqual(['reopened', 'accepted', 'found'])
      expect((await readDriftStatus(at.kernel)).open).toEqual({ 'shut-out': 0, money: 0, stale: 1 })
    })

    test('and opened again before its day', async () => {
      const at = await aDriftKernel((await open()).db, someCustomers(3))
      rename(at, 1, 'Other')
      await at.compare()
      const id = (await found(at))[0]?.id ?? ''
      await acceptFinding(at.kernel, asking, { id, reason: 'meant so', until: '2026-11-21' })
      await reopenFinding(at.kernel, asking, id)
      await reopenFinding(at.kernel, asking, id)
      expect(await found(at)).toMatchObject([{ id, state: 'open', accepted: null }])
      expect(await told(at, id)).toEqual(['reopened', 'accepted', 'found'])
      await repairFinding(at.kernel, asking, id)
      await expect(reopenFinding(at.kernel, asking, id)).rejects.toMatchObject({ code: 'DRIFT_OVER' })
    })

    test('what is over is neither accepted nor repaired', async () => {
      const at = await aDriftKernel((await open()).db, someCustomers(3))
      rename(at, 1, 'Other')
      await at.compare()
      const id = (await found(at))[0]?.id ?? ''
      expect(await repairFinding(at.kernel, asking, id)).toEqual({ outcome: 'repaired' })
      const accept = acceptFinding(at.kernel, asking, { id, reason: 'meant so', until: '2026-11-21' })
      await expect(accept).rejects.toMatchObject({ code: 'DRIFT_OVER' })
      await expect(repairFinding(at.kernel, asking, id)).rejects.toMatchObject({ code: 'DRIFT_OVER' })
      await expect(repairFinding(at.kernel, asking, 'drf_none')).rejects.toMatchObject({ code: 'NOT_FOUND' })
      const log = await at.kernel.db.selectFrom('auditEntry').select('action').execute()
      expect(log.map(({ action }) => action)).toContain('drift.repaired')
    })
  })

  // The pieces don't depend on the database: on the others ten of them have to do.
  const count = kind === 'node:sqlite' ? 10_000 : 1000
  test(`${count} customers: compared in pieces of two pages at most, those of one second too`, async () => {
    const { db } = await open()
    const some = someCustomers(count)
    // An import: three hundred made in one second.
    const imported = { from: count / 2 - 100, to: count / 2 + 200 }
    const second = some[imported.from]?.createdAt ?? 0
    const all = some.map((row, index) =>
      index >= imported.from && index < imported.to ? { ...row, createdAt: second } : row,
    )
    const at = await aDriftKernel(db, all)
    rename(at, count / 2, 'Other')
    const gone = at.world.customers.splice(count - 2, 1)
    at.world.customers.unshift(aMirrorRow({ stripeId: 'cus_new', createdAt: AT + 1000 }))
    let [most, compared] = [0, 0]
    await at.order()
    for (let outcome = ''; outcome !== 'done'; ) {
      // Stopped after each piece, as often as there are pieces.
      const stopping = new AbortController()
      const stopped = { ...at.kernel, pace: async () => stopping.abort() }
      outcome = await runDrift(stopped, { holder: 'a', signal: stopping.signal })
      const { customers = 0 } = (await readDriftStatus(at.kernel)).run?.compared ?? {}
      most = Math.max(most, customers - compared)
      compared = customers
      if (outcome === 'waiting') at.kernel.clock.advance(60_000)
    }
    expect(compared).toBe(count)
    // A piece grows only by what was made within its last second.
    expect(most).toBeLessThanOrEqual(400)
    expect(await keys(at)).toEqual(
      [
        `mirror.differs cus_${String(count / 2).padStart(5, '0')}`,
        `mirror.gone ${gone[0]?.stripeId}`,
        'mirror.missing cus_new',
      ].toSorted(),
    )
    expect(at.world.read).toBe(3)
  })

  test('the database holds one running comparison and one lasting finding of a kind and subject', async () => {
    const { db } = await open()
    const at = await aDriftKernel(db, someCustomers(3))
    rename(at, 1, 'Other')
    await at.compare()
    const row = await db.selectFrom('driftFinding').selectAll().executeTakeFirstOrThrow()
    await expect(
      db
        .insertInto('driftFinding')
        .values({ ...row, id: 'drf_2' })
        .execute(),
    ).rejects.toThrow()
    const change = inTransaction(db, (tx) => tx.deleteFrom('driftEvent').execute())
    await expect(change).rejects.toThrow()
  })
})
