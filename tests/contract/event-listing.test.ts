import { expect, test } from 'vitest'
import { listMissed } from '../../server/features/webhooks/list-missed.ts'
import { readInboxStatus } from '../../server/features/webhooks/read-inbox-status.ts'
import { GatewayError } from '../../server/kernel/errors.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'
import type { StripeEvent } from '../../server/ports/stripe-event.ts'
import { eachDatabase } from '../support/databases.ts'
import { anEvent, anEventKernel, keepAll, NOON, noPace, statesOf } from '../support/event-fixtures.ts'

// Guarantee: whatever no delivery brought is found in Stripe's own list, by one replica at a time, and what can't be found there
// any more is told until it was read anew.

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

eachDatabase((_name, open) => {
  const listing = (events: readonly StripeEvent[], pageSize = 2) => {
    const asked: number[] = []
    const listEvents: PaymentGateway['listEvents'] = async ({ from, startingAfter }) => {
      asked.push(from)
      const known = events.filter(({ madeAt }) => madeAt >= from).toSorted((one, other) => other.madeAt - one.madeAt)
      const start = startingAfter === null ? 0 : known.findIndex(({ stripeId }) => stripeId === startingAfter) + 1
      return { rows: known.slice(start, start + pageSize), hasMore: start + pageSize < known.length }
    }
    return { asked, stripe: { listEvents } as PaymentGateway }
  }

  const missedBy = (holder: string, atLeastMs = 0, isMended = () => true) => {
    let gaps = 0
    const signal = new AbortController().signal
    const isWanted = (type: string) => type === 'thing.changed'
    const onGap = async () => {
      gaps++
      return isMended()
    }
    return { missed: { holder, isWanted, pace: noPace, signal, atLeastMs, onGap }, gaps: () => gaps }
  }

  test('what no delivery brought is found in Stripe’s list, an hour further back than the last time', async () => {
    const { db } = await open()
    const events = [1, 2, 3, 4, 5].map((n) => anEvent({ stripeId: `evt_${n}`, madeAt: NOON - n * 600_000 }))
    const { asked, stripe } = listing(events)
    const kernel = anEventKernel(db, { stripe })
    await keepAll(kernel, [events[1]!, events[3]!])
    const { missed, gaps } = missedBy('a')
    expect(await listMissed(kernel, missed)).toBe(3)
    expect(asked).toEqual([NOON - HOUR_MS, NOON - HOUR_MS, NOON - HOUR_MS])
    expect(new Set(Object.values(await statesOf(db)))).toEqual(new Set(['waiting']))
    kernel.clock.advance(10 * 60_000)
    expect(await listMissed(kernel, missed)).toBe(0)
    expect(asked.at(-1)).toBe(NOON - HOUR_MS)
    expect(gaps()).toBe(0)
    expect(await readInboxStatus(kernel)).toMatchObject({ waiting: 5, missed: 0, oldestWaitingSeconds: 600 })
  })

  test('after longer than Stripe lists, as much as there is, and the gap is told', async () => {
    const { db } = await open()
    const { asked, stripe } = listing([])
    const kernel = anEventKernel(db, { stripe })
    const { missed, gaps } = missedBy('a')
    await listMissed(kernel, missed)
    kernel.clock.advance(31 * DAY_MS)
    await listMissed(kernel, missed)
    expect(asked.at(-1)).toBe(NOON + DAY_MS)
    expect(gaps()).toBe(1)
    await listMissed(kernel, missed)
    expect(gaps()).toBe(1)
  })

  test('a gap that can’t be mended now is told again until it is', async () => {
    const { db } = await open()
    const kernel = anEventKernel(db, { stripe: listing([]).stripe })
    let isFilling = true
    const { missed, gaps } = missedBy('a', 0, () => !isFilling)
    await listMissed(kernel, missed)
    kernel.clock.advance(31 * DAY_MS)
    await listMissed(kernel, missed)
    await listMissed(kernel, missed)
    expect(gaps()).toBe(2)
    isFilling = false
    await listMissed(kernel, missed)
    await listMissed(kernel, missed)
    expect(gaps()).toBe(3)
  })

  test('what is made while the very first listing fails is not missed', async () => {
    const { db } = await open()
    const lost = anEvent({ stripeId: 'evt_lost', madeAt: NOON + 60_000 })
    const kernel = anEventKernel(db, { stripe: listing([lost]).stripe })
    const broken = new GatewayError('stripe', 'unreachable', { retryable: true })
    const failing = { ...kernel, stripe: { listEvents: () => Promise.reject(broken) } as unknown as PaymentGateway }
    await expect(listMissed(failing, missedBy('a').missed)).rejects.toBe(broken)
    kernel.clock.advance(3 * DAY_MS)
    expect(await listMissed(kernel, missedBy('a').missed)).toBe(1)
  })

  test('one replica lists at a time, and not again right after another', async () => {
    const { db } = await open()
    const { asked, stripe } = listing([])
    const kernel = anEventKernel(db, { stripe })
    await listMissed(kernel, missedBy('a').missed)
    expect(await listMissed(kernel, missedBy('b', 60_000).missed)).toBeNull()
    kernel.clock.advance(60_000)
    expect(await listMissed(kernel, missedBy('b', 60_000).missed)).toBe(0)
    expect(asked).toHaveLength(2)
  })

  test('a listing that breaks goes on from where the last whole one ended', async () => {
    const { db } = await open()
    const { asked, stripe } = listing([])
    const kernel = anEventKernel(db, { stripe })
    await listMissed(kernel, missedBy('a').missed)
    kernel.clock.advance(DAY_MS)
    const broken = new GatewayError('stripe', 'unreachable', { retryable: true })
    const failing = { ...kernel, stripe: { listEvents: () => Promise.reject(broken) } as unknown as PaymentGateway }
    await expect(listMissed(failing, missedBy('a').missed)).rejects.toBe(broken)
    await listMissed(kernel, missedBy('b').missed)
    expect(asked.at(-1)).toBe(NOON - HOUR_MS)
  })

  test('what ended is forgotten once Stripe can’t list it any more; what failed stays', async () => {
    const { db } = await open()
    const { stripe } = listing([])
    const kernel = anEventKernel(db, { stripe })
    await keepAll(kernel, [anEvent({ stripeId: 'evt_old', type: 'not.ours' }), anEvent({ stripeId: 'evt_wait' })])
    kernel.clock.advance(40 * DAY_MS + 1)
    await keepAll(kernel, [anEvent({ stripeId: 'evt_new', type: 'not.ours' })])
    await listMissed(kernel, missedBy('a').missed)
    expect(await statesOf(db)).toEqual({ evt_new: 'ignored', evt_wait: 'waiting' })
  })
})
