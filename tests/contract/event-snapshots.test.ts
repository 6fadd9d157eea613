import { expect, test } from 'vitest'
import { EVENTS } from '../../server/app/events.ts'
import { applyEvents } from '../../server/features/webhooks/apply-events.ts'
import { openInbox } from '../../server/features/webhooks/open-inbox.ts'
import { inUnflushedTransaction, onCommit } from '../../server/kernel/transaction.ts'
import type { Database } from '../../server/ports/database.ts'
import type { MirrorRow, PaymentGateway } from '../../server/ports/payment-gateway.ts'
import type { StripeEvent } from '../../server/ports/stripe-event.ts'
import { eachDatabase } from '../support/databases.ts'
import { anEvent, anEventKernel, type EventKernel, NOON, noPace } from '../support/event-fixtures.ts'
import { aMirrorRow } from '../support/mirror-fixtures.ts'

// Guarantee: Stripe isn't asked for what an event says with certainty, and is asked for all else; two updates of one second end in
// the newer state whichever comes first; a burst costs no read.

const SECOND = 1000
const CUS = 'cus_1'

const world = (db: Database, present: () => string) => {
  const asked: string[] = []
  const readForMirror = async (_resource: string, stripeId: string): Promise<MirrorRow> => {
    asked.push(stripeId)
    return aMirrorRow({ stripeId, name: present() })
  }
  const kernel = anEventKernel(db, { stripe: { readForMirror } as Partial<PaymentGateway> as PaymentGateway })
  return { kernel, asked }
}

const update = (name: string, madeAt: number, stripeId = CUS): StripeEvent =>
  anEvent({
    type: 'customer.updated',
    objectStripeId: stripeId,
    subjectKey: stripeId,
    madeAt,
    snapshot: aMirrorRow({ stripeId, name }),
  })

const hear = async (kernel: EventKernel, ...events: readonly StripeEvent[]): Promise<void> => {
  const inbox = openInbox(kernel, (type) => EVENTS.has(type))
  await Promise.all(events.map((event) => inbox.accept({ endpoint: 'main', event })))
}

const apply = async (kernel: EventKernel): Promise<void> => {
  while ((await applyEvents(kernel, { holder: 'a', table: EVENTS, pace: noPace })) > 0);
}

const nameOf = async ({ db }: EventKernel, stripeId = CUS) =>
  (await db.selectFrom('mirrorCustomer').select('name').where('stripeId', '=', stripeId).executeTakeFirst())?.name

eachDatabase((_kind, open) => {
  test('alone in its second: nobody asks, and its snapshot is not kept any longer', async () => {
    const { db } = await open()
    const { kernel, asked } = world(db, () => 'asked')
    await hear(kernel, update('told', NOON))
    await apply(kernel)
    expect(await nameOf(kernel)).toBe('told')
    await hear(kernel, update('told again', NOON + SECOND))
    await apply(kernel)
    expect(await nameOf(kernel)).toBe('told again')
    expect(asked).toEqual([])
    const rows = await db.selectFrom('stripeEvent').select(['state', 'snapshot']).execute()
    expect(rows).toEqual([
      { state: 'applied', snapshot: null },
      { state: 'applied', snapshot: null },
    ])
  })

  test.each([
    ['the older first', ['older', 'newer']],
    ['the newer first', ['newer', 'older']],
  ])('two of one second, %s, together or one after the other: the newer stands', async (_how, names) => {
    const { db } = await open()
    const { kernel, asked } = world(db, () => 'newer')
    const [one = '', other = ''] = names
    await hear(kernel, update(one, NOON), update(other, NOON))
    await apply(kernel)
    expect(await nameOf(kernel)).toBe('newer')
    await hear(kernel, update(one, NOON, 'cus_2'))
    await apply(kernel)
    expect(await nameOf(kernel, 'cus_2')).toBe(one)
    await hear(kernel, update(other, NOON, 'cus_2'))
    await apply(kernel)
    expect(await nameOf(kernel, 'cus_2')).toBe('newer')
    expect(asked).toEqual([CUS, 'cus_2'])
  })

  test('a late one is not gone by: Stripe is asked', async () => {
    const { db } = await open()
    const { kernel, asked } = world(db, () => 'now')
    await hear(kernel, update('second', NOON + 5 * SECOND))
    await apply(kernel)
    await hear(kernel, update('first', NOON))
    await apply(kernel)
    expect(await nameOf(kernel)).toBe('now')
    expect(asked).toEqual([CUS])
  })

  test('what was read after an event was made is not undone by it', async () => {
    const { db } = await open()
    const { kernel, asked } = world(db, () => 'now')
    // Without a snapshot, as one of another API version is.
    await hear(kernel, { ...update('', NOON - 9 * SECOND), snapshot: null })
    await apply(kernel)
    await hear(kernel, update('before that', NOON - SECOND))
    await apply(kernel)
    expect(await nameOf(kernel)).toBe('now')
    expect(asked).toEqual([CUS, CUS])
  })

  test('a burst of two thousand objects is through without one read', async () => {
    const { db } = await open()
    const { kernel, asked } = world(db, () => 'asked')
    const burst = Array.from({ length: 2000 }, (_nothing, n) => update(`told ${n}`, NOON + n, `cus_${n}`))
    await hear(kernel, ...burst)
    await apply(kernel)
    expect(asked).toEqual([])
    const { count } = await db
      .selectFrom('mirrorCustomer')
      .select((row) => row.fn.countAll<number | string>().as('count'))
      .where('name', 'like', 'told %')
      .executeTakeFirstOrThrow()
    expect(Number(count)).toBe(2000)
  })

  test('what needs no flush is still all or nothing, alone, and its effects come after it', async () => {
    const { db } = await open()
    const put = (id: string) => ({ customerStripeId: id, part: 'p', value: '', asOf: 0 })
    const ids = async () => (await db.selectFrom('keptPage').select('customerStripeId').execute()).length
    const seen: number[] = []
    await inUnflushedTransaction(db, async (tx) => {
      onCommit(tx, async () => void seen.push(await ids()))
      await tx.insertInto('keptPage').values(put('a')).execute()
    })
    const failing = inUnflushedTransaction(db, async (tx) => {
      await tx.insertInto('keptPage').values(put('b')).execute()
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(seen).toEqual([1])
    expect(await ids()).toBe(1)
  })
})
