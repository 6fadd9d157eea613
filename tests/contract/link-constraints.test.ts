// Guarantee: on every database one form of one person makes one link, also when it arrives twice at once; a link moves to
// one end only, whoever of two replicas is first; and none is asked about by both.
import { beforeEach, expect, test } from 'vitest'
import { beginLink } from '../../server/features/links/begin-link.ts'
import { noteCheckout } from '../../server/features/links/note-checkout.ts'
import { claimLink, countMadeSince, findLink, listDue, listLinkRows } from '../../server/features/links/store.ts'
import { listPurchases } from '../../server/features/subscriptions/store.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Database } from '../../server/ports/database.ts'
import type { CheckoutState } from '../../server/ports/payment-invoices.ts'
import { eachDatabase } from '../support/databases.ts'
import { ines, NOW } from '../support/desk.ts'

const asked = (over: Partial<Parameters<typeof beginLink>[2]> = {}): Parameters<typeof beginLink>[2] => ({
  kind: 'checkout',
  requestKey: 'form-1',
  fingerprint: 'f',
  teamId: 'kestrel',
  customerStripeId: 'cus_1',
  ticket: '#1',
  plan: 'Business',
  period: 'month',
  priceStripeId: 'price_1',
  quantity: 3,
  state: 'making',
  ...over,
})

const session = (id: string, status: CheckoutState['status']): CheckoutState => ({
  stripeId: `cs_${id}`,
  status,
  url: null,
  customerStripeId: 'cus_1',
  subscriptionStripeId: status === 'complete' ? 'sub_1' : null,
  total: { amount: 7500, currency: 'usd' },
  createdAt: new Date(NOW).toISOString(),
  expiresAt: new Date(NOW + 86_400_000).toISOString(),
  clientReferenceId: null,
  metadata: { countersign_request: id },
})

eachDatabase((_kind, open) => {
  let db: Database
  let other: Database

  beforeEach(async () => {
    const fresh = await open()
    db = fresh.db
    other = (await fresh.again()).db
  })

  const begin = (on: Database, over: Parameters<typeof asked>[0] = {}) =>
    inTransaction(on, (tx) => beginLink(tx, { actor: ines, at: NOW }, asked(over)))
  const note = (on: Database, state: CheckoutState) =>
    inTransaction(on, (tx) => noteCheckout(tx, state, { at: NOW + 1 }))

  test('the same form twice at once is one link; another person’s key is their own', async () => {
    const begun = await Promise.all([begin(db), begin(other)])
    expect(begun.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(new Set(begun.map(({ row }) => row.id)).size).toBe(1)
    expect(await countMadeSince(db, ines.id, NOW - 1)).toBe(1)
    expect(await countMadeSince(db, ines.id, NOW)).toBe(0)
    await expect(begin(db, { fingerprint: 'other' })).rejects.toMatchObject({ code: 'REQUEST_KEY_REUSED' })
    expect((await begin(db, { requestKey: 'form-2' })).isNew).toBe(true)
  })

  test('two replicas that learn of its end write it once, and it stays', async () => {
    const { row } = await begin(db)
    expect(await note(db, session(row.id, 'open'))).toBe(true)
    const noted = await Promise.all([note(db, session(row.id, 'complete')), note(other, session(row.id, 'complete'))])
    expect(noted.filter(Boolean)).toHaveLength(1)
    expect(await note(db, session(row.id, 'expired'))).toBe(false)
    expect(await findLink(db, row.id)).toMatchObject({ state: 'complete', total: 7500, completedAt: NOW + 1 })
    expect(await listPurchases(db, 'cus_1')).toMatchObject([{ id: row.id, subscriptionStripeId: 'sub_1' }])
    const log = await db.selectFrom('auditEntry').select('action').where('subjectId', '=', row.id).execute()
    expect(log.map(({ action }) => action).toSorted()).toEqual(['purchase-link.completed', 'purchase-link.made'])
  })

  test('is due for one replica at a time, and listed by customer or by team', async () => {
    const { row } = await begin(db)
    await begin(db, { requestKey: 'form-2', teamId: 'newcomer', customerStripeId: null })
    const due = await listDue(db, NOW, 10)
    expect(due).toHaveLength(2)
    const claims = await Promise.all([claimLink(db, row, NOW + 5), claimLink(other, row, NOW + 6)])
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect(await listDue(db, NOW, 10)).toHaveLength(1)
    expect(await listLinkRows(db, { customerStripeId: 'cus_1', teamId: null }, 10)).toHaveLength(1)
    expect(await listLinkRows(db, { customerStripeId: null, teamId: 'newcomer' }, 10)).toHaveLength(1)
    expect(await listLinkRows(db, { customerStripeId: null, teamId: null }, 10)).toEqual([])
  })

  test('what can’t be is refused by the database itself', async () => {
    const { row } = await begin(db)
    const set = (change: Partial<typeof row>) => db.updateTable('link').set(change).where('id', '=', row.id).execute()
    await expect(set({ state: 'open' })).rejects.toThrow()
    await expect(set({ state: 'complete', sessionStripeId: 'cs_1' })).rejects.toThrow()
    await expect(set({ completedAt: NOW })).rejects.toThrow()
    await expect(set({ quantity: 0 })).rejects.toThrow()
    await expect(set({ priceStripeId: null })).rejects.toThrow()
    await set({ state: 'open', sessionStripeId: 'cs_1' })
  })
})
