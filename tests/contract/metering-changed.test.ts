// Guarantee: whatever becomes of a plan within its period, the meter that bills it now is told the count that it bills now, and
// no other team's.
import { DAY_MS, HOUR_MS, MINUTE_MS, toIso } from '@countersign/shared/times'
import { describe, expect, test } from 'vitest'
import { decideReading } from '../../server/features/metering/decide-reading.ts'
import { readTrace } from '../../server/features/metering/read-trace.ts'
import { eachDatabase } from '../support/databases.ts'
import { finance, verdictOf } from '../support/metering-desk.ts'
import { aDesk, anItem, ENDS, lastOf } from '../support/metering-world.ts'
import { AT } from '../support/mirror-fixtures.ts'
import type { MeterEventWish } from '../../server/ports/meter-facts.ts'

const told = (events: ReadonlyMap<string, MeterEventWish>) =>
  [...events.values()].map(({ eventName, payload }) => `${eventName}: ${payload['value']}`)

const LATER = 31 * MINUTE_MS

eachDatabase((_name, open) => {
  const aBegunDesk = async () => {
    const { db } = await open()
    const desk = aDesk(db)
    await desk.begin()
    const change = async (items: ReadonlyArray<ReturnType<typeof anItem>>) => {
      desk.world.items = [...items]
      desk.kernel.clock.advance(LATER)
      await desk.begin()
    }
    return { ...desk, db, change }
  }

  describe('a plan that changes within its period', () => {
    test('to another meter: that one is told the count too', async () => {
      const { world, report, work, change } = await aBegunDesk()
      await report(90)
      await work()
      await change([anItem({ meterStripeId: 'mtr_2', priceStripeId: 'price_2' })])
      await work()
      expect(told(world.events)).toEqual(['devices: 90', 'devices of mtr_2: 90'])
    })

    test('to another meter while nobody knows whether the first was told: that one is told, under a name of its own', async () => {
      const { world, report, work, change } = await aBegunDesk()
      await report(90)
      world.isAnswerLost = true
      await work()
      world.isAnswerLost = false
      await change([anItem({ meterStripeId: 'mtr_2', priceStripeId: 'price_2' })])
      await work()
      expect(told(world.events)).toEqual(['devices: 90', 'devices of mtr_2: 90'])
    })

    test('to another count: the old count is billed no more', async () => {
      const { world, report, work, change, kernel } = await aBegunDesk()
      const counter = 'activated-end-devices'
      await report(90)
      await work()
      await change([anItem({ priceMetadata: { 'meter-count': counter } })])
      const [period] = (await readTrace(kernel, { teamId: 'kestrel', counter })).periods
      expect(period).toBeDefined()
      expect(verdictOf(await report(40, { counter, measuredAt: toIso(AT - HOUR_MS) }))).toBe('accepted')
      await work()
      expect(lastOf(world.events)).toBe(40)
    })

    test('to another team: its count is billed, and the first team’s no more', async () => {
      const { world, report, work, change, kernel } = await aBegunDesk()
      await report(90)
      await work()
      await change([anItem({ metadata: { team: 'heron' } })])
      expect(verdictOf(await report(40, { tenantId: 'heron' }))).toBe('accepted')
      kernel.clock.advance(MINUTE_MS)
      await report(95)
      await work()
      expect(lastOf(world.events)).toBe(40)
    })

    test('to one that isn’t billed by use: nothing more is told, and nothing breaks', async () => {
      const { db, world, report, work, change, kernel } = await aBegunDesk()
      await report(90)
      world.isDown = true
      await work()
      world.isDown = false
      await change([anItem({ meterStripeId: null })])
      await report(95)
      await work()
      expect(world.events.size).toBe(0)
      kernel.clock.advance(DAY_MS)
      await work()
      const periods = await db.selectFrom('meterPeriod').select(['problem', 'tries', 'stuckAt']).execute()
      expect(periods).toEqual([{ problem: null, tries: 0, stuckAt: null }])
      const open = await db.selectFrom('meterEvent').select('identifier').where('endedAt', 'is', null).execute()
      expect(open).toEqual([])
    })

    test('with a period of its own: the one before ends there', async () => {
      const { db, report, work, change } = await aBegunDesk()
      await report(90)
      await work()
      await change([anItem({ startsAt: toIso(AT + MINUTE_MS), endsAt: toIso(ENDS + 10 * DAY_MS) })])
      await report(95)
      await work()
      const periods = await db.selectFrom('meterPeriod').select(['endsAt', 'sentValue']).orderBy('startsAt').execute()
      expect(periods).toEqual([
        { endsAt: AT + MINUTE_MS, sentValue: 90 },
        { endsAt: ENDS + 10 * DAY_MS, sentValue: 95 },
      ])
    })
  })

  describe('a count', () => {
    test('for a period to come isn’t lost over one that is for the period before', async () => {
      const { world, report, work, change, kernel } = await aBegunDesk()
      kernel.clock.advance(ENDS + HOUR_MS - AT)
      expect(verdictOf(await report(70))).toBe('accepted')
      kernel.clock.advance(1000)
      expect(verdictOf(await report(60, { period: toIso(ENDS - HOUR_MS) }))).toBe('accepted')
      await change([anItem({ startsAt: toIso(ENDS), endsAt: toIso(ENDS + 31 * DAY_MS) })])
      expect(verdictOf(await report(70))).toBe('accepted')
      await work()
      expect([...world.events].map(([name, { payload }]) => [name, payload['value']])).toEqual([
        ['kestrel/si_1/2026-11-01T00:00/1', '60'],
        ['kestrel/si_1/2026-12-01T00:00/1', '70'],
      ])
    })

    test('that is older and comes late leaves a held one to finance', async () => {
      const { kernel, report, db } = await aBegunDesk()
      await report(90, { measuredAt: toIso(AT - 2 * HOUR_MS) })
      expect(verdictOf(await report(9000))).toBe('held JUMP')
      expect(verdictOf(await report(92, { measuredAt: toIso(AT - HOUR_MS) }))).toBe('accepted')
      const { heldId } = await db.selectFrom('meterCount').select('heldId').executeTakeFirstOrThrow()
      expect(heldId).not.toBeNull()
      const decision = { readingId: heldId ?? '', decision: 'accept', reason: 'It grew.' } as const
      await decideReading(kernel, { actor: finance, requestId: null, ...decision })
      const [newest] = (await readTrace(kernel, { teamId: 'kestrel', counter: 'end-devices' })).readings
      expect(newest).toMatchObject({ value: 9000, state: 'accepted' })
    })

    test('of another team at the same meter of the same customer isn’t told over the first', async () => {
      const { db, kernel, world, report, work, change } = await aBegunDesk()
      await change([anItem(), anItem({ stripeId: 'si_2', subscriptionStripeId: 'sub_2', metadata: { team: 'heron' } })])
      await report(90)
      await report(40, { tenantId: 'heron' })
      await work()
      expect(world.events.size).toBe(0)
      const periods = await db.selectFrom('meterPeriod').select(['problem']).where('stuckAt', 'is not', null).execute()
      expect(periods).toHaveLength(2)
      expect(periods[0]?.problem).toContain('si_')
      // The other one's plan ends.
      await change([anItem()])
      kernel.clock.advance(HOUR_MS)
      await work()
      expect(told(world.events)).toEqual(['devices: 90'])
      const [own] = (await readTrace(kernel, { teamId: 'kestrel', counter: 'end-devices' })).periods
      expect(own?.problem).toBeNull()
    })

    test('is told under another name where a restored backup has forgotten that the name was used', async () => {
      const { kernel, world, report, work } = await aBegunDesk()
      const identifier = 'kestrel/si_1/2026-11-01T00:00/1'
      const payload = { stripe_customer_id: 'cus_1', value: '50' }
      world.events.set(identifier, { eventName: 'devices', identifier, payload, at: toIso(AT - HOUR_MS) })
      await report(90)
      await work()
      kernel.clock.advance(1000)
      await work()
      expect(told(world.events)).toEqual(['devices: 50', 'devices: 90'])
      expect(lastOf(world.events)).toBe(90)
    })

    test('for a moment that is far ahead is refused', async () => {
      const { report } = await aBegunDesk()
      expect(verdictOf(await report(90, { period: '2030-01-01T00:00:00.000Z' }))).toBe('refused FROM_THE_FUTURE')
    })
  })
})
