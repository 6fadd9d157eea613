// Guarantee: contracts, invitations and what was known before them are kept alike on every database: one contract for a reference,
// one line of the history at a time, nothing lost when the tables are made anew.
import { DAY_MS } from '@countersign/shared/times'
import { expect, test } from 'vitest'
import { migrateToLatest } from '../../server/adapters/database/migrate.ts'
import { MIGRATIONS } from '../../server/adapters/database/migrations/index.ts'
import { noteAgreement } from '../../server/features/tenants/note-agreement.ts'
import { noteInvitation } from '../../server/features/tenants/note-invitation.ts'
import { reconcileDue } from '../../server/features/tenants/reconcile-due.ts'
import {
  type ContractRow,
  findContractByReference,
  findInvitation,
  findTenant,
  insertContract,
  listTenantsPaidBy,
  updateContract,
} from '../../server/features/tenants/store.ts'
import { createKeyRing } from '../../server/kernel/key-ring.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { eachDatabase } from '../support/databases.ts'
import { AT } from '../support/mirror-fixtures.ts'
import { aPlan } from '../support/plans.ts'
import { APPLIED, aTenantKernel, told } from '../support/tenant-world.ts'

const never = new AbortController().signal

const aContract = (over: Partial<ContractRow> = {}): ContractRow => ({
  id: 'ctr_1',
  teamId: 'kestrel',
  kind: 'wire',
  reference: 'PO-17',
  priceStripeId: null,
  planName: 'Enterprise',
  limits: '{"max-users":50}',
  support: null,
  startsAt: AT,
  endsAt: AT + 10 * DAY_MS,
  graceDays: 0,
  tenantName: null,
  adminEmail: null,
  requestId: 'apr_1',
  revision: 1,
  createdAt: AT,
  changedAt: AT,
  ...over,
})

eachDatabase((_name, open) => {
  test('a contract runs a tenant, is changed, and ends to the moment', async () => {
    const { db } = await open()
    const { kernel, orders } = aTenantKernel(db, [])
    const row = aContract()
    await inTransaction(db, async (tx) => {
      await insertContract(tx, row)
      await noteAgreement(tx, row, { at: AT, action: 'contract.started' })
    })
    await reconcileDue(kernel, 'a', never)
    expect(orders).toMatchObject([{ state: 'active', paidBy: { backend: 'contract', agreementId: 'ctr_1' } }])
    await inTransaction(db, async (tx) => {
      const changed = await updateContract(tx, 'ctr_1', { endsAt: AT + DAY_MS, revision: 2 })
      expect(changed).toMatchObject({ reference: 'PO-17', revision: 2 })
      await noteAgreement(tx, changed ?? row, { at: AT, action: 'contract.changed' })
    })
    await reconcileDue(kernel, 'a', never)
    kernel.clock.advance(DAY_MS - 1)
    expect(await reconcileDue(kernel, 'a', never)).toBe(1)
    expect(orders.at(-1)).toMatchObject({ state: 'active' })
    kernel.clock.advance(1)
    await reconcileDue(kernel, 'a', never)
    expect(orders.at(-1)).toMatchObject({ state: 'suspended', paidBy: null })
    expect((await told(db)).filter((line) => line.startsWith('agreed'))).toHaveLength(2)
  })

  test('one reference is one contract of its kind, and its end is never before its start', async () => {
    const { db } = await open()
    const insert = (over: Partial<ContractRow>) => inTransaction(db, (tx) => insertContract(tx, aContract(over)))
    await insert({})
    await expect(insert({ id: 'ctr_2', teamId: 'osprey' })).rejects.toThrow()
    await insert({ id: 'ctr_2', kind: 'prepaid' })
    await expect(insert({ id: 'ctr_3', reference: 'PO-18', endsAt: AT - 1 })).rejects.toThrow()
    expect(await findContractByReference(db, { kind: 'prepaid', reference: 'PO-17' })).toMatchObject({ id: 'ctr_2' })
  })

  test('an agreement is told while the tenant is worked on, and neither line is lost', async () => {
    const first = await open()
    const second = await first.again()
    const { kernel, world, note } = aTenantKernel(first.db, [aPlan()])
    await note()
    world.apply = async () => {
      const row = aContract()
      await inTransaction(second.db, async (tx) => {
        await insertContract(tx, row)
        await noteAgreement(tx, row, { at: AT, action: 'contract.started' })
      })
      world.apply = async () => APPLIED
      return APPLIED
    }
    await reconcileDue(kernel, 'a', never)
    expect((await told(first.db)).map((line) => line.split(':')[0])).toEqual(
      expect.arrayContaining(['noted', 'wanted', 'agreed', 'applied']),
    )
    // Noted meanwhile, so it was looked at again: both pay now, and the higher limits count.
    expect(await findTenant(first.db, 'kestrel')).toMatchObject({ appliedState: 'active', problem: null })
  })

  test('an invitation is kept sealed, and one that comes again is known', async () => {
    const { db } = await open()
    const { note } = aTenantKernel(db, [aPlan()])
    await note()
    const keys = createKeyRing(Buffer.alloc(32, 7))
    const receive = (url: string) =>
      inTransaction(db, (tx) =>
        noteInvitation({ keys }, tx, { teamId: 'kestrel', url, email: 'm@kestrel.example', at: AT }),
      )
    for (const url of ['https://x.example/1', 'https://x.example/1', 'https://x.example/2']) await receive(url)
    expect(await findInvitation(db, 'kestrel')).toMatchObject({ number: 2, sends: 0 })
    expect(await findInvitation(db, 'kestrel', 1)).toMatchObject({ sends: 1 })
    expect(await db.selectFrom('mail').select(['address', 'key']).execute()).toEqual([
      { address: 'm@kestrel.example', key: 'tenant-invitation:1:1:kestrel' },
    ])
  })

  test('an invoice’s customer leads to the tenants that it pays for, also as the mirror knows it', async () => {
    const { db } = await open()
    const { kernel, note } = aTenantKernel(db, [aPlan()])
    await note()
    expect(await listTenantsPaidBy(db, 'cus_1')).toEqual([])
    await reconcileDue(kernel, 'a', never)
    expect(await listTenantsPaidBy(db, 'cus_1')).toEqual(['kestrel'])
    const row = {
      stripeId: 'sub_9',
      customerStripeId: 'cus_9',
      teamId: 'kestrel',
      status: 'active',
      createdAt: AT,
      asOf: AT,
    }
    await db.insertInto('mirrorSubscription').values(row).execute()
    expect(await listTenantsPaidBy(db, 'cus_9')).toEqual(['kestrel'])
    expect(await listTenantsPaidBy(db, 'cus_8')).toEqual([])
  })

  test('tenants that were known before keep their state and their history', async () => {
    const { db } = await open({ isEmpty: true })
    await migrateToLatest(
      db,
      MIGRATIONS.filter(({ name }) => name <= '0021-tenants'),
    )
    const tenant = { teamId: 'kestrel', faults: '[]', ignoredLimits: '[]', tries: 0, nextAt: 1, createdAt: 1, fence: 3 }
    await db
      .insertInto('tenant')
      .values({ ...tenant, appliedState: 'flagged', appliedLimits: '{"max-users":5}' } as never)
      .execute()
    const event = {
      teamId: 'kestrel',
      sequence: 1,
      kind: 'noted',
      text: 'First seen.',
      state: null,
      limits: null,
      at: 1,
    } as const
    await db.insertInto('tenantEvent').values(event).execute()
    await migrateToLatest(db)
    expect(await findTenant(db, 'kestrel')).toMatchObject({
      appliedState: 'flagged',
      appliedLimits: '{"max-users":5}',
      fence: 3,
      backend: null,
      lookDueAt: 0,
    })
    expect(await told(db)).toEqual(['noted: First seen.'])
    await expect(db.deleteFrom('tenantEvent').execute()).rejects.toThrow()
    await db.updateTable('tenant').set({ appliedState: 'archived' }).execute()
    await expect(
      db
        .updateTable('tenant')
        .set({ appliedState: 'gone' as never })
        .execute(),
    ).rejects.toThrow()
  })
})
