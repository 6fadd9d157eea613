import { expect, test } from 'vitest'
import { applyEvents } from '../../server/features/webhooks/apply-events.ts'
import { readInboxStatus } from '../../server/features/webhooks/read-inbox-status.ts'
import { replayEvents } from '../../server/features/webhooks/replay-events.ts'
import { systemActor } from '../../server/kernel/actor.ts'
import { GatewayError } from '../../server/kernel/errors.ts'
import type { Database } from '../../server/ports/database.ts'
import { eachDatabase } from '../support/databases.ts'
import { anEvent, anEventKernel, aTable, aUse, keepAll, noPace, statesOf } from '../support/event-fixtures.ts'

// Guarantee: an event is kept once and applied once, whoever works on it; those of one subject never at the same time; and
// nothing is written by a replica whose turn is over.

const HOUR_MS = 3_600_000

const attemptsOf = async (db: Database, id: string) =>
  (await db.selectFrom('stripeEvent').select('attempts').where('stripeId', '=', id).executeTakeFirstOrThrow()).attempts

eachDatabase((_name, open) => {
  test('delivered twice, at once and later: kept once', async () => {
    const { db } = await open()
    const kernel = anEventKernel(db)
    const event = anEvent({ stripeId: 'evt_same' })
    expect(await keepAll(kernel, [event, event, anEvent({ stripeId: 'evt_other' })])).toEqual([true, false, true])
    expect(await keepAll(kernel, [event])).toEqual([false])
    expect(await statesOf(db)).toEqual({ evt_same: 'waiting', evt_other: 'waiting' })
  })

  test('what is not for us, or about nothing with an id, is kept and passed over', async () => {
    const { db } = await open()
    const kernel = anEventKernel(db)
    await keepAll(kernel, [
      anEvent({ stripeId: 'evt_a', type: 'radar.early_fraud_warning.created' }),
      anEvent({ stripeId: 'evt_b', objectStripeId: null }),
    ])
    const use = aUse()
    expect(await applyEvents(kernel, { holder: 'a', table: aTable(use), pace: noPace })).toBe(0)
    expect(await statesOf(db)).toEqual({ evt_a: 'ignored', evt_b: 'ignored' })
  })

  test('many events of one object are one read, and all are applied', async () => {
    const { db } = await open()
    const kernel = anEventKernel(db)
    const events = Array.from({ length: 20 }, () => anEvent())
    await keepAll(kernel, [...events, anEvent({ objectStripeId: 'thing_2', subjectKey: 'cus_2' })])
    const use = aUse()
    const applying = { holder: 'a', table: aTable(use), pace: noPace }
    expect(await applyEvents(kernel, applying)).toBe(2)
    expect(use.seen.read.toSorted()).toEqual(['thing_1', 'thing_2'])
    expect(new Set(Object.values(await statesOf(db)))).toEqual(new Set(['applied']))
    expect(await applyEvents(kernel, applying)).toBe(0)
  })

  test('what comes in while its object is being read is read again', async () => {
    const { db } = await open()
    const kernel = anEventKernel(db)
    await keepAll(kernel, [anEvent({ stripeId: 'evt_1' })])
    let isFirst = true
    const use = aUse(async () => {
      if (isFirst) await keepAll(kernel, [anEvent({ stripeId: 'evt_2' })])
      isFirst = false
    })
    const applying = { holder: 'a', table: aTable(use), pace: noPace }
    await applyEvents(kernel, applying)
    expect(await statesOf(db)).toEqual({ evt_1: 'applied', evt_2: 'waiting' })
    expect(await applyEvents(kernel, applying)).toBe(1)
    expect(use.seen.read).toEqual(['thing_1', 'thing_1'])
    expect(await statesOf(db)).toEqual({ evt_1: 'applied', evt_2: 'applied' })
  })

  test('two replicas share the subjects and never take the same one', async () => {
    const first = await open()
    const second = await first.again()
    const kernels = [anEventKernel(first.db), anEventKernel(second.db)]
    const events = Array.from({ length: 200 }, (_nothing, n) =>
      anEvent({ objectStripeId: `thing_${n % 100}`, subjectKey: `cus_${n % 100}` }),
    )
    await keepAll(kernels[0]!, events)
    const inHand = new Set<string>()
    const use = aUse(async (id) => {
      expect(inHand.has(id)).toBe(false)
      inHand.add(id)
      await new Promise((resolve) => setImmediate(resolve))
      inHand.delete(id)
    })
    const applying = { table: aTable(use), pace: noPace }
    const work = async (kernel: (typeof kernels)[0], holder: string) => {
      while ((await applyEvents(kernel, { ...applying, holder })) > 0);
    }
    await Promise.all(kernels.map((kernel, n) => work(kernel, `replica ${n}`)))
    expect(use.seen.written.toSorted()).toEqual(Array.from({ length: 100 }, (_nothing, n) => `thing_${n}`).toSorted())
    expect(new Set(Object.values(await statesOf(first.db)))).toEqual(new Set(['applied']))
  })

  test('a replica that was thought dead and comes back writes nothing', async () => {
    const { db, again } = await open()
    const successor = await again()
    const kernel = anEventKernel(db)
    await keepAll(kernel, [anEvent({ stripeId: 'evt_1' })])
    const arrived = Promise.withResolvers<void>()
    const meeting = Promise.withResolvers<void>()
    const slow = aUse(async () => {
      arrived.resolve()
      await meeting.promise
    })
    const paused = applyEvents(kernel, { holder: 'slow', table: aTable(slow), pace: noPace })
    await arrived.promise
    const quick = aUse()
    const later = anEventKernel(successor.db)
    const applying = { holder: 'quick', table: aTable(quick), pace: noPace }
    expect(await applyEvents(later, applying)).toBe(0)
    later.clock.advance(2 * 60_000 + 1)
    expect(await applyEvents(later, applying)).toBe(1)
    // A new one, so that the slow one's turn would be worth something if it were still believed.
    await keepAll(later, [anEvent({ stripeId: 'evt_2' })])
    meeting.resolve()
    await paused
    expect(slow.seen.written).toEqual([])
    expect(quick.seen.written).toEqual(['thing_1'])
    expect(await statesOf(db)).toEqual({ evt_1: 'applied', evt_2: 'waiting' })
    expect(await attemptsOf(db, 'evt_1')).toBe(1)
  })

  test('while Stripe can’t be asked everything waits, with growing pauses, for as long as it takes', async () => {
    const { db } = await open()
    const kernel = anEventKernel(db)
    await keepAll(kernel, [anEvent({ stripeId: 'evt_1' })])
    let isDown = true
    const use = aUse(async () => {
      if (isDown) throw new GatewayError('stripe', 'unreachable', { retryable: true })
    })
    const applying = { holder: 'a', table: aTable(use), pace: noPace }
    const waits: number[] = []
    for (let tries = 0; tries < 12; tries++) {
      expect(await applyEvents(kernel, applying)).toBe(1)
      const { nextAt } = await db.selectFrom('eventQueue').selectAll().executeTakeFirstOrThrow()
      waits.push((nextAt ?? 0) - kernel.clock.now())
      kernel.clock.advance(waits.at(-1) ?? 0)
    }
    // 1 s doubled eight times is 256 s; then five minutes; up to a quarter more each time.
    for (const [index, least] of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(least * 1000)
      expect(waits[index]).toBeLessThanOrEqual(least * 1250)
    }
    expect(await statesOf(db)).toEqual({ evt_1: 'waiting' })
    isDown = false
    await applyEvents(kernel, applying)
    expect(await statesOf(db)).toEqual({ evt_1: 'applied' })
  })

  test('what Stripe refuses is given up after five attempts, says why, and waits for its replay', async () => {
    const { db } = await open()
    const kernel = anEventKernel(db)
    await keepAll(kernel, [
      anEvent({ stripeId: 'evt_bad', objectStripeId: 'thing_bad' }),
      anEvent({ stripeId: 'evt_good', objectStripeId: 'thing_good' }),
    ])
    let isRefused = true
    const use = aUse(async (id) => {
      if (isRefused && id === 'thing_bad') throw new GatewayError('stripe', 'refused', { retryable: false })
    })
    const applying = { holder: 'a', table: aTable(use), pace: noPace }
    for (let tries = 0; tries < 5; tries++) {
      await applyEvents(kernel, applying)
      kernel.clock.advance(HOUR_MS)
    }
    expect(await applyEvents(kernel, applying)).toBe(0)
    expect(await statesOf(db)).toEqual({ evt_bad: 'failed', evt_good: 'applied' })
    expect(use.seen.read.filter((id) => id === 'thing_good')).toHaveLength(1)
    expect(await readInboxStatus(kernel)).toMatchObject({ failed: 1, waiting: 0, oldestWaitingSeconds: 0 })
    const failed = await db.selectFrom('stripeEvent').select('problem').where('state', '=', 'failed').execute()
    expect(failed).toEqual([{ problem: expect.stringMatching(/^Stripe refused that request[.] /) }])

    isRefused = false
    const actor = systemActor('test')
    const replay = { actor, requestId: null, ids: ['evt_bad', 'evt_good', 'evt_none', 'evt_bad'] }
    expect(await replayEvents(kernel, replay)).toEqual({
      results: [
        { id: 'evt_bad', outcome: 'waiting' },
        { id: 'evt_good', outcome: 'not-failed' },
        { id: 'evt_none', outcome: 'unknown' },
      ],
    })
    const entries = await db.selectFrom('auditEntry').select(['action', 'subjectId']).execute()
    expect(entries).toEqual([{ action: 'event.replayed', subjectId: 'evt_bad' }])
    expect(await applyEvents(kernel, applying)).toBe(1)
    expect(await statesOf(db)).toEqual({ evt_bad: 'applied', evt_good: 'applied' })
  })

  test('a write that breaks takes nothing with it but its own subject', async () => {
    const { db } = await open()
    const kernel = anEventKernel(db)
    await keepAll(kernel, [
      anEvent({ stripeId: 'evt_bad', objectStripeId: 'thing_bad', subjectKey: 'cus_bad' }),
      anEvent({ stripeId: 'evt_good', objectStripeId: 'thing_good', subjectKey: 'cus_good' }),
    ])
    const use = {
      name: 'test',
      read: async (_kernel: unknown, id: string) => id,
      write: async (_tx: unknown, ids: readonly unknown[]) => {
        if (ids.includes('thing_bad')) throw new Error('a rule of ours broke')
      },
    }
    await applyEvents(kernel, { holder: 'a', table: aTable(use), pace: noPace })
    expect(await statesOf(db)).toEqual({ evt_bad: 'waiting', evt_good: 'applied' })
    expect(await attemptsOf(db, 'evt_bad')).toBe(1)
  })
})
