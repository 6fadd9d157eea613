// Guarantee: the list of what is open holds every open invoice of the account as Stripe said at a stated moment, aged in
// whole days; what is no longer open leaves it with what became of it, and a stop in the middle loses nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cancelRefresh } from '../../server/features/receivables/cancel-refresh.ts'
import { listReceivables } from '../../server/features/receivables/list-receivables.ts'
import { orderRefresh } from '../../server/features/receivables/order-refresh.ts'
import { orderWhenDue } from '../../server/features/receivables/order-when-due.ts'
import { refreshReceivables } from '../../server/features/receivables/refresh-receivables.ts'
import { findReceivable, readRun } from '../../server/features/receivables/store.ts'
import { NOW } from '../support/desk.ts'
import {
  aCustomer,
  anOpenInvoice,
  openReceivableDesk,
  reachNow,
  type ReceivableDesk,
  refresh,
} from '../support/receivable-desk.ts'

let desk: ReceivableDesk
let customer: string

const list = () => listReceivables(desk.kernel, desk.tobias)
const iso = (at: number) => new Date(at).toISOString()

beforeAll(async () => {
  desk = await openReceivableDesk()
  customer = await aCustomer(desk, { metadata: { team: 'loom' } })
  await anOpenInvoice(desk, { customer, amount: 10_000, daysLate: 61 })
  await anOpenInvoice(desk, { customer, amount: 2500, daysLate: 60 })
  await anOpenInvoice(desk, { customer, amount: 700, daysLate: 1 })
  await anOpenInvoice(desk, { customer, amount: 90, daysLate: 0 })
  await anOpenInvoice(desk, { customer: await aCustomer(desk), amount: 5000, currency: 'jpy', daysLate: 31 })
  reachNow(desk)
})
afterAll(() => desk.close())

describe('before the first round', () => {
  test('nothing is claimed to be known', async () => {
    expect(await list()).toMatchObject({ rows: [], ageing: [], asOf: null, refresh: { state: 'never' } })
  })
})

describe('a whole round', () => {
  test('reads all of it, each currency aged by itself, the longest late first', async () => {
    expect(await refresh(desk)).toBe('done')
    const { rows, ageing, asOf } = await list()
    expect(asOf).toBe(iso(NOW))
    expect(rows.map(({ daysLate, band }) => [daysLate, band])).toEqual([
      [61, 'late-over'],
      [60, 'late-60'],
      [31, 'late-60'],
      [1, 'late-30'],
      [0, 'not-due'],
    ])
    // 100.00 + 25.00 + 7.00 + 0.90 dollars; yen apart from them.
    expect(ageing).toEqual([
      {
        currency: 'usd',
        open: { amount: 13_290, currency: 'usd' },
        bands: {
          'not-due': { amount: 90, currency: 'usd' },
          'late-30': { amount: 700, currency: 'usd' },
          'late-60': { amount: 2500, currency: 'usd' },
          'late-over': { amount: 10_000, currency: 'usd' },
        },
        invoices: 4,
        late: 3,
      },
      expect.objectContaining({ currency: 'jpy', open: { amount: 5000, currency: 'jpy' }, invoices: 1, late: 1 }),
    ])
  })

  test('asks once about what is open no more, and keeps what became of it', async () => {
    const paid = await anOpenInvoice(desk, { customer, amount: 4000, daysLate: -5 })
    const gone = await anOpenInvoice(desk, { customer, amount: 4100, daysLate: -5 })
    await refresh(desk)
    expect((await list()).rows.map(({ stripeId }) => stripeId)).toEqual(expect.arrayContaining([paid.id, gone.id]))
    desk.kernel.clock.advance(1000)
    await desk.stripe.invoices.pay(paid.id, { paid_out_of_band: true })
    await desk.stripe.invoices.voidInvoice(gone.id)
    await refresh(desk)
    expect((await list()).rows.map(({ stripeId }) => stripeId)).not.toContain(paid.id)
    expect(await findReceivable(desk.kernel.db, paid.id)).toMatchObject({ state: 'closed', closedAs: 'paid' })
    expect(await findReceivable(desk.kernel.db, gone.id)).toMatchObject({ state: 'closed', closedAs: 'void' })
  })

  test('is ordered by itself a minute after the last, not before', async () => {
    await refresh(desk)
    desk.kernel.clock.advance(59_000)
    await orderWhenDue(desk.kernel)
    expect((await readRun(desk.kernel.db)).state).toBe('done')
    desk.kernel.clock.advance(1000)
    await orderWhenDue(desk.kernel)
    expect((await readRun(desk.kernel.db)).state).toBe('waiting')
    expect(await refreshReceivables(desk.kernel, { holder: 'test', signal: new AbortController().signal })).toBe('done')
  })
})

describe('a round of several pages', () => {
  beforeAll(async () => {
    // Two pages of up to a hundred.
    for (let n = 0; n < 120; n++) await anOpenInvoice(desk, { customer, amount: 100 + n, daysLate: -30 })
  }, 60_000)

  test('goes on behind the last page after a stop, and is whole only then', async () => {
    desk.kernel.clock.advance(60_000)
    const before = (await list()).asOf
    const stopping = new AbortController()
    const { stripe } = desk.kernel
    const halting = {
      ...desk.kernel,
      stripe: new Proxy(stripe, {
        get: (target, name, self) => {
          if (name === 'listOpenInvoices') {
            return async (after: string | null) => {
              const page = await target.listOpenInvoices(after)
              stopping.abort()
              return page
            }
          }
          return Reflect.get(target, name, self) as unknown
        },
      }),
    }
    await orderRefresh(desk.kernel)
    expect(await refreshReceivables(halting, { holder: 'first', signal: stopping.signal })).toBe('stopped')
    expect((await list()).asOf).toBe(before)
    expect(await list()).toMatchObject({ refresh: { state: 'running', read: 100 } })

    const asked: Array<string | null> = []
    const watching = {
      ...desk.kernel,
      stripe: new Proxy(stripe, {
        get: (target, name, self) => {
          if (name === 'listOpenInvoices') {
            return (after: string | null) => {
              asked.push(after)
              return target.listOpenInvoices(after)
            }
          }
          return Reflect.get(target, name, self) as unknown
        },
      }),
    }
    const { signal } = new AbortController()
    expect(await refreshReceivables(watching, { holder: 'second', signal })).toBe('done')
    expect(asked).toEqual([expect.stringMatching(/^in_/)])
    // Five from the beginning and these.
    expect((await list()).rows).toHaveLength(125)
  })

  test('ends when it is cancelled: nothing is written after it, and the last whole moment stays', async () => {
    const before = (await list()).asOf
    desk.kernel.clock.advance(60_000)
    const { stripe } = desk.kernel
    const by = { actor: desk.tobias, requestId: 'req_cancel' }
    const cancelling = {
      ...desk.kernel,
      stripe: new Proxy(stripe, {
        get: (target, name, self) => {
          if (name === 'listOpenInvoices') {
            return async (after: string | null) => {
              const page = await target.listOpenInvoices(after)
              expect(await cancelRefresh(desk.kernel, by)).toBe(true)
              return page
            }
          }
          return Reflect.get(target, name, self) as unknown
        },
      }),
    }
    await orderRefresh(desk.kernel)
    const { signal } = new AbortController()
    expect(await refreshReceivables(cancelling, { holder: 'test', signal })).toBe('lost')
    expect(await list()).toMatchObject({ asOf: before, refresh: { state: 'cancelled', read: 0 } })
  })
})

describe('Stripe says nothing', () => {
  test('the round fails in words, and what was known keeps its own time', async () => {
    const before = await list()
    desk.kernel.clock.advance(60_000)
    desk.sandbox.addFault({ kind: 'error_before', method: 'GET', path: '/v1/invoices', times: 9 })
    expect(await refresh(desk)).toBe('failed')
    desk.sandbox.clearFaults()
    const after = await list()
    expect(after).toMatchObject({ asOf: before.asOf, refresh: { state: 'failed' } })
    expect(after.refresh.failure).toContain('Stripe')
    expect(after.rows).toEqual(before.rows)
  })
})
