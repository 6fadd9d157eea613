import { describe, expect, test } from 'vitest'
import { cancelFill } from '../../server/features/mirror/cancel-fill.ts'
import { fillMirror } from '../../server/features/mirror/fill-mirror.ts'
import { followFill } from '../../server/features/mirror/follow-fill.ts'
import { readMirrorStatus } from '../../server/features/mirror/read-mirror-status.ts'
import { startFill } from '../../server/features/mirror/start-fill.ts'
import { startMirrorJobs } from '../../server/features/mirror/start-mirror-jobs.ts'
import { searchMirror } from '../../server/features/search/search-mirror.ts'
import { AppError, GatewayError } from '../../server/kernel/errors.ts'
import type { Database } from '../../server/ports/database.ts'
import type { MirrorResource } from '../../server/ports/payment-gateway.ts'
import { eachDatabase } from '../support/databases.ts'
import { type Account, aListing, aMirrorKernel, aMirrorRow, anOrder } from '../support/mirror-fixtures.ts'

// Guarantee: a fill ends with every row once, whatever happened on the way: a crash between pages, a cancel, another
// replica, Stripe refusing for a while. It is seen while it runs, and never runs twice.

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)

const account = (count: number): Account => ({
  customers: numbers(count).map((i) =>
    aMirrorRow({ stripeId: `cus_${i}`, name: `Customer ${i}`, metadata: { team: `team-${i}` } }),
  ),
  subscriptions: numbers(count).map((i) => aMirrorRow({ stripeId: `sub_${i}`, customerStripeId: `cus_${i}` })),
  invoices: numbers(count).map((i) =>
    aMirrorRow({ stripeId: `in_${i}`, customerStripeId: `cus_${i}`, number: `N-${i}` }),
  ),
  codes: numbers(3).map((i) => aMirrorRow({ stripeId: `promo_${i}`, code: `CODE${i}`, couponStripeId: 'c' })),
})

const COUNT = 2350
const FULL = { customers: COUNT, subscriptions: COUNT, invoices: COUNT, codes: 3 }

const never = () => new AbortController().signal
const pause = async () => {}

const written = async (db: Database) => {
  const count = async (table: 'mirrorCustomer' | 'mirrorSubscription' | 'mirrorInvoice' | 'mirrorCode') =>
    (
      await db
        .selectFrom(table)
        .select((row) => row.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow()
    ).total
  return {
    customers: await count('mirrorCustomer'),
    subscriptions: await count('mirrorSubscription'),
    invoices: await count('mirrorInvoice'),
    codes: await count('mirrorCode'),
  }
}

const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (error: unknown) => error,
  )
  return error instanceof AppError ? error.code : error
}

eachDatabase((_name, open) => {
  test('an empty mirror is filled once, counted, and told as done', async () => {
    const { db } = await open()
    const kernel = aMirrorKernel(db, aListing(account(COUNT)))
    expect(await readMirrorStatus(kernel)).toMatchObject({ customers: 0, asOf: null, backfill: { state: 'never' } })
    await startFill(kernel, anOrder)
    expect(await fillMirror(kernel, { holder: 'a', signal: never() })).toBe('done')
    expect(await written(db)).toEqual(FULL)
    expect(await readMirrorStatus(kernel)).toMatchObject({
      customers: COUNT,
      asOf: new Date(kernel.clock.now()).toISOString(),
      backfill: { state: 'done', counts: FULL, resource: null, failure: null },
    })
    expect(await fillMirror(kernel, { holder: 'a', signal: never() })).toBe('nothing')
    expect((await searchMirror(kernel, { text: 'team-17', limit: 1 })).hits).toMatchObject([
      { objectStripeId: 'cus_17', isExact: true },
    ])
  })

  test('a second order while one runs is refused, and both orders are in the log', async () => {
    const { db } = await open()
    const kernel = aMirrorKernel(db, aListing(account(10)))
    await startFill(kernel, anOrder)
    expect(await refusal(startFill(kernel, anOrder))).toBe('BACKFILL_RUNNING')
    await cancelFill(kernel, anOrder)
    const actions = await db.selectFrom('auditEntry').select('action').orderBy('id').execute()
    expect(actions.map((row) => row.action).toSorted()).toEqual(['mirror.fill-cancelled', 'mirror.fill-started'])
  })

  describe.each(['customers', 'subscriptions', 'invoices', 'codes'] as const)(
    'a crash while listing %s',
    (resource) => {
      test('the next start goes on behind the last page that was kept', async () => {
        const { db } = await open()
        const asked: Array<string | null> = []
        let isCrashing = true
        let pages = 0
        const onPage = (asks: MirrorResource, cursor: string | null) => {
          if (asks !== resource) return
          if (isCrashing && (resource === 'codes' || ++pages > 22)) throw new Error('kill -9')
          if (!isCrashing) asked.push(cursor)
        }
        const kernel = aMirrorKernel(db, aListing(account(COUNT), { onPage }))
        await startFill(kernel, anOrder)
        await expect(fillMirror(kernel, { holder: 'a', signal: never() })).rejects.toThrow('kill -9')
        const partly = await written(db)
        expect(partly[resource]).toBe(resource === 'codes' ? 0 : 2000)

        isCrashing = false
        expect(await fillMirror(kernel, { holder: 'b', signal: never() })).toBe('nothing')
        kernel.clock.advance(91_000)
        expect(await fillMirror(kernel, { holder: 'b', signal: never() })).toBe('done')
        expect(asked[0]).toBe(
          resource === 'codes' ? null : `${{ customers: 'cus', subscriptions: 'sub', invoices: 'in' }[resource]}_1999`,
        )
        expect(await written(db)).toEqual(FULL)
        expect((await readMirrorStatus(kernel)).backfill.counts).toEqual(FULL)
      })
    },
  )

  test('cancelled in the middle: it stops, keeps what it has, and goes on from there when ordered', async () => {
    const { db } = await open()
    let pages = 0
    const onPage = async () => {
      if (++pages === 22) await cancelFill(kernel, anOrder)
    }
    const kernel = aMirrorKernel(db, aListing(account(COUNT), { onPage }))
    await startFill(kernel, anOrder)
    expect(await fillMirror(kernel, { holder: 'a', signal: never() })).toBe('lost')
    expect((await readMirrorStatus(kernel)).backfill).toMatchObject({ state: 'cancelled', counts: { customers: 2000 } })
    expect(await written(db)).toMatchObject({ customers: 2000, subscriptions: 0 })
    expect(await startFill(kernel, anOrder)).toMatchObject({ state: 'running', counts: { customers: 2000 } })
    expect(await fillMirror(kernel, { holder: 'a', signal: never() })).toBe('done')
    expect(await written(db)).toEqual(FULL)
    await startFill(kernel, { ...anOrder, resume: false })
    expect((await readMirrorStatus(kernel)).backfill).toMatchObject({ state: 'running', counts: { customers: 0 } })
  })

  test('two replicas at once: one works, and every row is there once', async () => {
    const first = await open()
    const second = await first.again()
    const asked: string[] = []
    const onPage = (resource: MirrorResource, cursor: string | null) => void asked.push(`${resource} ${cursor}`)
    const kernels = [first, second].map(({ db }) => aMirrorKernel(db, aListing(account(COUNT), { onPage })))
    const orders = await Promise.all(kernels.map((kernel) => refusal(startFill(kernel, anOrder))))
    expect(new Set(orders)).toEqual(new Set(['BACKFILL_RUNNING', null]))
    const outcomes = await Promise.all(
      kernels.map((kernel, i) => fillMirror(kernel, { holder: `replica ${i}`, signal: never() })),
    )
    expect(outcomes.toSorted()).toEqual(['done', 'nothing'])
    expect(new Set(asked).size).toBe(asked.length)
    expect(await written(first.db)).toEqual(FULL)
  })

  test('a replica that was thought dead and comes back writes nothing more', async () => {
    const { db, again } = await open()
    const successor = await again()
    const arrived = Promise.withResolvers<void>()
    const meeting = Promise.withResolvers<void>()
    let pages = 0
    const onPage = async () => {
      if (++pages < 12) return
      arrived.resolve()
      await meeting.promise
    }
    const slow = aMirrorKernel(db, aListing(account(COUNT), { onPage }))
    await startFill(slow, anOrder)
    const paused = fillMirror(slow, { holder: 'slow', signal: never() })
    await arrived.promise
    const quick = aMirrorKernel(successor.db, aListing(account(COUNT)))
    quick.clock.advance(91_000)
    expect(await fillMirror(quick, { holder: 'quick', signal: never() })).toBe('done')
    meeting.resolve()
    expect(await paused).toBe('lost')
    expect(await written(db)).toEqual(FULL)
    expect((await readMirrorStatus(quick)).backfill).toMatchObject({ state: 'done', counts: FULL })
  })

  test('Stripe limits requests: it waits longer each time, then goes on', async () => {
    const { db } = await open()
    let refusals = 4
    const onPage = () => {
      if (refusals-- > 0) throw new GatewayError('stripe', 'rate-limited', { retryable: true })
    }
    const waits: number[] = []
    const kernel = aMirrorKernel(db, aListing(account(5), { onPage }))
    await startFill(kernel, anOrder)
    const outcome = await fillMirror(kernel, { holder: 'a', signal: never(), pause: async (ms) => void waits.push(ms) })
    expect(outcome).toBe('done')
    expect(waits).toHaveLength(4)
    for (const [index, least] of [1000, 2000, 4000, 8000].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(least)
      expect(waits[index]).toBeLessThanOrEqual(least * 1.25)
    }
  })

  test.each([
    ['the key is refused', 'key-refused', false, 1],
    ['Stripe stays unreachable', 'unreachable', true, 10],
  ] as const)('%s: failed, with the reason and the way out in words', async (_what, failure, retryable, attempts) => {
    const { db } = await open()
    let asked = 0
    const onPage = () => {
      asked++
      throw new GatewayError('stripe', failure, { retryable, detail: 'sk_test_secret' })
    }
    const kernel = aMirrorKernel(db, aListing(account(5), { onPage }))
    await startFill(kernel, anOrder)
    expect(await fillMirror(kernel, { holder: 'a', signal: never(), pause })).toBe('failed')
    const { backfill } = await readMirrorStatus(kernel)
    expect(backfill).toMatchObject({ state: 'failed', failure: expect.stringMatching(/^Stripe .+\. .+\.$/) })
    expect(backfill.failure).not.toContain('secret')
    expect(asked).toBe(attempts)
  })

  test('told to stop: it keeps its pages and leaves the rest to whoever comes next, at once', async () => {
    const { db } = await open()
    const stopping = new AbortController()
    let pages = 0
    const onPage = () => {
      if (++pages === 3) stopping.abort()
    }
    const kernel = aMirrorKernel(db, aListing(account(COUNT), { onPage }))
    await startFill(kernel, anOrder)
    expect(await fillMirror(kernel, { holder: 'a', signal: stopping.signal })).toBe('stopped')
    expect((await readMirrorStatus(kernel)).backfill).toMatchObject({ state: 'running' })
    expect(await fillMirror(kernel, { holder: 'b', signal: never() })).toBe('done')
    expect(await written(db)).toEqual(FULL)
  })

  test('the jobs fill a new mirror by themselves, and its names can be found by their middle', async () => {
    const { db } = await open()
    const kernel = aMirrorKernel(db, aListing(account(250)))
    const jobs = startMirrorJobs(kernel)
    let last: string | undefined
    const listening = new AbortController()
    await expect
      .poll(async () => (await readMirrorStatus(kernel)).backfill.state, { timeout: 15_000 })
      .not.toBe('never')
    for await (const backfill of followFill(kernel, listening.signal, 20)) last = backfill.state
    expect(last).toBe('done')
    const find = async () =>
      (await searchMirror(kernel, { text: 'stomer 249', limit: 5 })).hits.map((hit) => hit.objectStripeId)
    await expect.poll(find, { timeout: 15_000 }).toEqual(['cus_249'])
    await jobs.stop()
    expect(await written(db)).toMatchObject({ customers: 250, codes: 3 })
  })

  test('filled again: nothing is indexed twice, what Stripe changed is changed', async () => {
    const { db } = await open()
    const before = account(50)
    const kernel = aMirrorKernel(db, aListing(before))
    await startFill(kernel, anOrder)
    await fillMirror(kernel, { holder: 'a', signal: never() })
    const first = await db.selectFrom('mirrorState').select('nextDocument').executeTakeFirstOrThrow()
    const [changed, ...rest] = before.customers ?? []
    const after = { ...before, customers: [{ ...changed!, name: 'Renamed' }, ...rest] }
    const later = aMirrorKernel(db, aListing(after))
    later.clock.advance(1000)
    await startFill(later, anOrder)
    await fillMirror(later, { holder: 'a', signal: never() })
    const second = await db.selectFrom('mirrorState').select('nextDocument').executeTakeFirstOrThrow()
    expect(second.nextDocument - first.nextDocument).toBe(1)
    expect((await searchMirror(later, { text: 'renamed', limit: 5 })).hits).toMatchObject([{ objectStripeId: 'cus_0' }])
  })
})
