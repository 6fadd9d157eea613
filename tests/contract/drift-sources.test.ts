// Guarantee: on every database the same candidates are found in our own tables: teams with several customers, subscriptions
// made by hand, coupons of ours, balances that may have changed, and entries that our requests made.
import { expect, test } from 'vitest'
import { listDrift } from '../../server/features/drift/list-drift.ts'
import { listBalanceCustomers, listDoneEntries, listMixedCustomers } from '../../server/features/drift/store.ts'
import { writePage } from '../../server/features/mirror/write-page.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Database } from '../../server/ports/database.ts'
import { eachDatabase } from '../support/databases.ts'
import { aDriftKernel, someCustomers } from '../support/drift-world.ts'
import { aMirrorRow, AT } from '../support/mirror-fixtures.ts'

const ofTeam = (team: string) => ({ metadata: { team } })

const aSubscription = (stripeId: string, customerStripeId: string, over: object = {}) =>
  aMirrorRow({ stripeId, customerStripeId, ...over })

const insertGrant = async (db: Database, id: string) => {
  const row = {
    id,
    kind: 'coupon.code',
    teamId: 'kestrel',
    customerStripeId: 'cus_00000',
    subjectName: null,
    ticket: null,
    reasonLabel: 'Outage',
    couponName: 'Outage',
    couponStripeId: `cs-${id}`,
    promotionCodeStripeId: null,
    subscriptionStripeId: null,
    amount: 900,
    currency: 'usd',
    invoices: 1,
    grantedBy: 'Ines',
    grantedAt: AT,
    redeemBy: null,
    openAmount: 900,
    redeemedAt: AT,
    redeemedByCustomerStripeId: 'cus_00002',
    redeemedByTeamId: 'osprey',
    isRetired: 0,
    hasBilling: 1,
    isSettled: 1,
    checkedAt: AT,
  } as const
  await db.insertInto('couponGrant').values(row).execute()
}

const hanging = (stripeId: string, couponStripeId: string) => ({
  stripeId,
  couponStripeId,
  promotionCodeStripeId: null,
  on: 'subscription',
  startedAt: null,
  endsAt: null,
})

eachDatabase((_kind, open) => {
  test('teams, discounts, balances and coupons that others redeemed', async () => {
    const { db } = await open()
    const [first, second, third] = someCustomers(3)
    if (!first || !second || !third) throw new Error('three were asked for')
    const at = await aDriftKernel(db, [
      { ...first, ...ofTeam('kestrel') },
      { ...second, ...ofTeam('kestrel') },
      { ...third, balance: -900 },
    ])
    const { world, kernel } = at
    world.subscriptions = [
      aSubscription('sub_own', 'cus_00000', ofTeam('kestrel')),
      aSubscription('sub_hand', 'cus_00000'),
      aSubscription('sub_lone', 'cus_00001'),
      aSubscription('sub_ended', 'cus_00002', { status: 'canceled' }),
      aSubscription('sub_live', 'cus_00002', ofTeam('osprey')),
    ]
    const page = { teamKeys: ['team'], asOf: AT - 1 }
    await inTransaction(db, (tx) => writePage(tx, 'subscriptions', world.subscriptions, page))
    await insertGrant(db, 'req_1')
    Object.assign(kernel.stripe, {
      readCandidate: async (id: string) => {
        const row = world.customers.find(({ stripeId }) => stripeId === id)
        return row && { ...row, customerStripeId: id }
      },
      listSubscriptionHolders: async (customer: string) =>
        world.subscriptions
          .filter(({ customerStripeId }) => customerStripeId === customer)
          .map(({ stripeId, ...row }) => ({ ...row, objectStripeId: stripeId, isEnded: row.status === 'canceled' })),
      listRunningDiscounts: async () => ({
        rows: [
          {
            stripeId: 'sub_own',
            customerStripeId: 'cus_00000',
            customerName: null,
            metadata: { team: 'kestrel' },
            customerMetadata: {},
            discounts: [
              hanging('di_ours', 'cs-req_1'),
              hanging('di_unknown', 'cs-req_9'),
              hanging('di_hand', 'SPRING'),
            ],
          },
        ],
        hasMore: false,
      }),
      listBalanceEntriesSince: async (customerStripeId: string) => [
        {
          stripeId: 'cbtxn_1',
          customerStripeId,
          amount: { amount: -900, currency: 'usd' },
          kind: 'adjustment',
          description: null,
          at: '2026-11-19T00:00:00.000Z',
          metadata: { countersign_request: 'req_9' },
        },
      ],
    })
    expect(await at.compare()).toBe('done')
    const { findings } = await listDrift(kernel, { show: 'open' })
    expect(findings.map(({ kind, subjectId }) => `${kind} ${subjectId}`).toSorted()).toEqual([
      'coupon.elsewhere liability',
      'credit.unexplained cbtxn_1',
      'discount.unexplained di_hand',
      'discount.unexplained di_unknown',
      'team.by-hand sub_hand',
      'team.shared kestrel',
    ])
    expect(await listMixedCustomers(db, 'cus_00000', 9)).toEqual([])
  })

  test('a balance is looked at for what it is, for an event within the time, and behind the cursor only', async () => {
    const { db } = await open()
    const [first, second, third] = someCustomers(3)
    if (!first || !second || !third) throw new Error('three were asked for')
    await aDriftKernel(db, [{ ...first, balance: 5 }, second, third])
    const event = (stripeId: string, subjectKey: string, type: string, heardAt: number) => ({
      stripeId,
      subjectKey,
      type,
      heardAt,
      madeAt: heardAt,
      endpoint: 'main',
      objectStripeId: subjectKey,
      state: 'applied' as const,
      attempts: 1,
      problem: null,
      endedAt: heardAt,
    })
    const look = (after = '') => listBalanceCustomers(db, { since: AT - 1000, after, limit: 9 })
    await db
      .insertInto('stripeEvent')
      .values(event('evt_old', 'cus_00001', 'customer.updated', AT - 2000))
      .execute()
    await db
      .insertInto('stripeEvent')
      .values(event('evt_sub', 'cus_00001', 'invoice.paid', AT))
      .execute()
    expect((await look()).map(({ stripeId }) => stripeId)).toEqual(['cus_00000'])
    await db
      .insertInto('stripeEvent')
      .values(event('evt_new', 'cus_00002', 'customer.updated', AT))
      .execute()
    expect((await look()).map(({ stripeId }) => stripeId)).toEqual(['cus_00000', 'cus_00002'])
    expect((await look('cus_00000')).map(({ stripeId }) => stripeId)).toEqual(['cus_00002'])
    expect(await listDoneEntries(db, 'cus_00000', 0)).toEqual([])
  })
})
