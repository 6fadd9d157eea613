// Guarantee: whatever breaks on the way, and however many replicas work on it, Stripe ends with the count that was believed last,
// each event once, and an older count never stands over a newer one.
import { HOUR_MS, MINUTE_MS, toIso } from '@countersign/shared/times'
import { describe, expect, test } from 'vitest'
import { readTrace } from '../../server/features/metering/read-trace.ts'
import { usageOf } from '../../server/features/metering/usage-of.ts'
import { workDue } from '../../server/features/meters/work-due.ts'
import { Crash, mortalKernel } from '../prove/mortal-kernel.ts'
import { eachDatabase } from '../support/databases.ts'
import { never, verdictOf } from '../support/metering-desk.ts'
import { aDesk, anItem, aStripe, ENDS, lastOf, STARTS } from '../support/metering-world.ts'
import { AT } from '../support/mirror-fixtures.ts'

const KEY = { teamId: 'kestrel', counter: 'end-devices' }

eachDatabase((_name, open) => {
  describe('a count', () => {
    test('is told once, again only when it changed, and a repeated report changes nothing', async () => {
      const { db } = await open()
      const { kernel, world, report, work, begin } = aDesk(db)
      await begin()
      const said = { measuredAt: toIso(AT) }
      expect(verdictOf(await report(90, said))).toBe('accepted')
      expect(verdictOf(await report(90, said))).toBe('accepted')
      expect(verdictOf(await report(91, said))).toBe('refused OTHER_VALUE_KNOWN')
      await work()
      kernel.clock.advance(HOUR_MS)
      await report(90)
      await work()
      expect(verdictOf(await report(90))).toBe('accepted')
      expect(verdictOf(await report(91))).toBe('refused OTHER_VALUE_KNOWN')
      expect(verdictOf(await report(80, { measuredAt: toIso(AT + MINUTE_MS) }))).toBe('refused NEWER_KNOWN')
      const { readings } = await readTrace(kernel, KEY)
      expect(readings).toMatchObject([{ value: 90, measuredAt: toIso(AT), confirmedAt: toIso(AT + HOUR_MS) }])
      expect(await usageOf(db, ['kestrel'])).toEqual([{ ...KEY, value: 90, measuredAt: toIso(AT + HOUR_MS) }])
      expect([...world.events.values()]).toEqual([
        {
          eventName: 'devices',
          payload: { stripe_customer_id: 'cus_1', value: '90' },
          identifier: 'kestrel/si_1/2026-11-01T00:00/1',
          at: toIso(AT),
        },
      ])
      kernel.clock.advance(HOUR_MS)
      await report(95)
      await work()
      expect([...world.events.keys()].at(-1)).toBe('kestrel/si_1/2026-11-01T00:00/2')
      expect(lastOf(world.events)).toBe(95)
    })

    test('that is older never stands over a newer one, and one of a period that is over is refused by name', async () => {
      const { db } = await open()
      const { kernel, report, begin, work, world } = aDesk(db)
      await begin()
      expect(verdictOf(await report(95))).toBe('accepted')
      expect(verdictOf(await report(20, { measuredAt: toIso(AT - HOUR_MS) }))).toBe('refused NEWER_KNOWN')
      expect(verdictOf(await report(20, { period: toIso(STARTS - 1) }))).toBe('refused PERIOD_CLOSED')
      expect(verdictOf(await report(20, { tenantId: 'nobody' }))).toBe('refused UNKNOWN_TENANT')
      await work()
      expect(lastOf(world.events)).toBe(95)
      expect(await usageOf(db, ['kestrel', 'nobody'])).toEqual([{ ...KEY, value: 95, measuredAt: toIso(AT) }])
      const known = await db.selectFrom('meterCount').select('teamId').execute()
      expect(known).toEqual([{ teamId: 'kestrel' }])
      expect(kernel.clock.now()).toBe(AT)
    })

    test('that came before its period was known is told once it is', async () => {
      const { db } = await open()
      const { kernel, world, report, begin, work } = aDesk(db)
      await begin()
      kernel.clock.advance(ENDS + HOUR_MS - AT)
      expect(verdictOf(await report(70))).toBe('accepted')
      await work()
      expect(world.events.size).toBe(0)
      world.items = [anItem({ startsAt: toIso(ENDS), endsAt: toIso(ENDS + 31 * 24 * HOUR_MS) })]
      await begin()
      expect([...world.events.keys()]).toEqual(['kestrel/si_1/2026-12-01T00:00/1'])
    })

    test('that is held is passed over by the next that can be right', async () => {
      const { db } = await open()
      const { kernel, world, report, begin, work } = aDesk(db)
      await begin()
      await report(90)
      kernel.clock.advance(MINUTE_MS)
      expect(verdictOf(await report(9000))).toBe('held JUMP')
      kernel.clock.advance(MINUTE_MS)
      expect(verdictOf(await report(92))).toBe('accepted')
      await work()
      expect(lastOf(world.events)).toBe(92)
      expect((await readTrace(kernel, KEY)).readings.map(({ state }) => state)).toEqual([
        'accepted',
        'passed',
        'accepted',
      ])
    })
  })

  describe('what breaks on the way', () => {
    test('an answer that was lost: the same event again, and no second one', async () => {
      const { db } = await open()
      const { kernel, world, report, begin, work } = aDesk(db)
      await begin()
      await report(90)
      world.isAnswerLost = true
      await work()
      world.isAnswerLost = false
      kernel.clock.advance(MINUTE_MS)
      await work()
      expect(world.events.size).toBe(1)
      expect(world.calls).toBe(2)
      const [period] = (await readTrace(kernel, KEY)).periods
      expect(period).toMatchObject({ problem: null, events: [{ value: 90, outcome: 'found' }] })
    })

    test.each([
      ['came', true, ['found'], 1],
      ['never came', false, ['sent', 'given-up'], 1],
    ])(
      'an answer that was lost for longer than Stripe knows an identifier, and the event %s',
      async (_how, came, ends, size) => {
        const { db } = await open()
        const { kernel, world, report, begin, work } = aDesk(db)
        await begin()
        await report(90)
        world.isAnswerLost = came
        world.isDown = !came
        await work()
        world.isAnswerLost = false
        world.isDown = false
        kernel.clock.advance(24 * HOUR_MS)
        await work()
        const [period] = (await readTrace(kernel, KEY)).periods
        expect(period?.events.map(({ outcome }) => outcome)).toEqual(ends)
        expect(world.events.size).toBe(size)
        expect(lastOf(world.events)).toBe(90)
      },
    )

    test('an outage is nobody’s fault, a refusal is stuck with Stripe’s words and goes on once it is mended', async () => {
      const { db } = await open()
      const { kernel, world, report, begin, work } = aDesk(db)
      await begin()
      await report(90)
      world.isDown = true
      for (let tries = 0; tries < 20; tries += 1) {
        await work()
        kernel.clock.advance(30 * MINUTE_MS)
      }
      const stuckAt = async () => (await db.selectFrom('meterPeriod').select(['stuckAt', 'problem']).execute())[0]
      expect(await stuckAt()).toEqual({ stuckAt: null, problem: 'Stripe could not be asked.' })
      world.isDown = false
      world.refusal = 'No such customer.'
      await work()
      expect(await stuckAt()).toMatchObject({ problem: 'Stripe refused it: No such customer.' })
      expect((await stuckAt())?.stuckAt).not.toBeNull()
      world.refusal = null
      kernel.clock.advance(24 * HOUR_MS)
      await work()
      expect(await stuckAt()).toEqual({ stuckAt: null, problem: null })
      expect(lastOf(world.events)).toBe(90)
    })

    test('a companion that dies between any two steps', async () => {
      const { db } = await open()
      const desk = aDesk(db)
      const { world, kernel } = desk
      let died = 0
      for (let operations = 1; operations < 400; operations += 1) {
        const tenantId = `team-${operations}`
        world.items = [anItem({ stripeId: `si_${operations}`, metadata: { team: tenantId } })]
        world.events.clear()
        kernel.clock.advance(31 * MINUTE_MS)
        await desk.begin()
        const doomed = mortalKernel(kernel, operations) as typeof kernel
        const said = { tenantId, measuredAt: toIso(kernel.clock.now()) }
        let isDead = false
        try {
          await desk.report(90, said, doomed)
          await workDue(doomed, 'doomed', never)
        } catch (error) {
          if (!(error instanceof Crash)) throw error
          isDead = true
        }
        died += isDead ? 1 : 0
        // The reporter heard nothing and says it again; the lease of the dead runs out.
        expect(verdictOf(await desk.report(90, said))).toBe('accepted')
        kernel.clock.advance(6 * MINUTE_MS)
        await desk.work('b')
        expect([operations, world.events.size, lastOf(world.events)]).toEqual([operations, 1, 90])
        if (!isDead) break
      }
      expect(died).toBeGreaterThan(10)
    })
  })

  test('two replicas at once: no event twice, one count for all, the newest stands', async () => {
    const first = await open()
    const second = await first.again()
    const outside = aStripe()
    const one = aDesk(first.db, outside)
    const other = aDesk(second.db, outside)
    await one.begin()
    const moments = Array.from({ length: 20 }, (_nothing, index) => index)
    await Promise.all(
      moments.map((index) => {
        const desk = index % 2 === 0 ? one : other
        return desk.report(60 + index, { measuredAt: toIso(AT + index * 1000) })
      }),
    )
    await Promise.all([one.work('a'), other.work('b'), one.work('c'), other.work('d')])
    await one.work('a')
    expect(lastOf(outside.world.events)).toBe(79)
    expect(await usageOf(first.db, ['kestrel'])).toMatchObject([{ value: 79 }])
    const { calls, events } = outside.world
    expect(calls).toBe(events.size)
  })
})
