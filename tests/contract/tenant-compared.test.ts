// Guarantee: what somebody changes at whoever runs the tenants is found, told and set right, and no word is taken that isn't
// so; and time alone does what it has to, to the moment.
import { DAY_MS, MINUTE_MS } from '@countersign/shared/times'
import { describe, expect, test } from 'vitest'
import { reconcileDue } from '../../server/features/tenants/reconcile-due.ts'
import { findTenant, listDueTenants, makeTenantAnew } from '../../server/features/tenants/store.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { ActualTenant, DescribeVerdict } from '../../server/ports/provisioner.ts'
import { eachDatabase } from '../support/databases.ts'
import { aPlan } from '../support/plans.ts'
import { APPLIED, aTenantKernel, ENDED, told } from '../support/tenant-world.ts'

const never = new AbortController().signal

eachDatabase((_name, open) => {
  describe('what somebody changes over there', () => {
    const tell = (over: Partial<ActualTenant> = {}): DescribeVerdict => ({
      verdict: 'told',
      tenant: { states: ['active'], said: 'active', limits: {}, ...over },
    })
    const SHUT = tell({ states: ['suspended'], said: 'STATE_SUSPENDED' })
    const settle = async (world: ReturnType<typeof aTenantKernel>) => {
      await world.note()
      await reconcileDue(world.kernel, 'a', never)
    }

    test('is found within the hour, told, and set right under another id', async () => {
      const { db } = await open()
      const world = aTenantKernel(db, [aPlan()])
      const { kernel, orders } = world
      world.world.describe = async () => tell()
      await settle(world)
      kernel.clock.advance(31 * MINUTE_MS)
      await reconcileDue(kernel, 'a', never)
      world.world.describe = async () => SHUT
      // Asked an hour after it was last told, and not before.
      kernel.clock.advance(31 * MINUTE_MS)
      await reconcileDue(kernel, 'a', never)
      expect(orders).toHaveLength(1)
      world.world.apply = async () => {
        world.world.describe = async () => tell()
        return APPLIED
      }
      kernel.clock.advance(31 * MINUTE_MS)
      await reconcileDue(kernel, 'a', never)
      expect(orders.map(({ state }) => state)).toEqual(['active', 'active'])
      expect(orders[0]?.orderId).not.toBe(orders[1]?.orderId)
      expect((await told(db)).slice(-2)).toEqual([
        'differed: Changed over there, and set right: state is STATE_SUSPENDED, not active.',
        'applied: “Business” is paid.',
      ])
      kernel.clock.advance(61 * MINUTE_MS)
      await reconcileDue(kernel, 'a', never)
      expect(orders).toHaveLength(2)
    })

    test('is not believed to be mended by a word alone', async () => {
      const { db } = await open()
      const world = aTenantKernel(db, [aPlan()])
      const { kernel, orders } = world
      world.world.describe = async () => tell()
      await settle(world)
      kernel.clock.advance(31 * MINUTE_MS)
      await reconcileDue(kernel, 'a', never)
      world.world.describe = async () => tell({ limits: { 'max-users': 1 } })
      for (let minute = 0; minute < 120; minute++) {
        kernel.clock.advance(MINUTE_MS)
        await reconcileDue(kernel, 'a', never)
      }
      expect(await findTenant(db, 'kestrel')).toMatchObject({
        appliedHash: null,
        problem: 'It says that it did as it was told, but max-users is 1, not unlimited.',
      })
      expect((await findTenant(db, 'kestrel'))?.stuckAt).not.toBeNull()
      // Told once that it differs, once that it is stuck.
      expect((await told(db)).map((line) => line.split(':')[0])).toEqual([
        'noted',
        'wanted',
        'applied',
        'differed',
        'stuck',
      ])
      expect(orders.length).toBeGreaterThan(8)
    })

    test('needs nobody while it can’t be asked, and is asked when staff say so', async () => {
      const { db } = await open()
      const world = aTenantKernel(db, [aPlan()])
      const { kernel, orders } = world
      let asked = 0
      world.world.describe = async () => {
        asked += 1
        return { verdict: 'later', why: 'The provisioner answered HTTP 500.' }
      }
      await settle(world)
      await world.note()
      await reconcileDue(kernel, 'a', never)
      await world.note()
      await reconcileDue(kernel, 'a', never)
      expect(asked).toBe(1)
      expect(await findTenant(db, 'kestrel')).toMatchObject({
        problem: null,
        stuckAt: null,
        lookProblem: 'The provisioner answered HTTP 500.',
      })
      world.world.describe = async () => tell()
      await inTransaction(db, (tx) => makeTenantAnew(tx, 'kestrel', kernel.clock.now()))
      await reconcileDue(kernel, 'a', never)
      expect(orders).toHaveLength(2)
      // Now that it tells, being asked hands nothing over that is right.
      await world.note()
      await reconcileDue(kernel, 'a', never)
      await inTransaction(db, (tx) => makeTenantAnew(tx, 'kestrel', kernel.clock.now()))
      await reconcileDue(kernel, 'a', never)
      expect(orders).toHaveLength(2)
      expect(await findTenant(db, 'kestrel')).toMatchObject({ lookProblem: null, lookedAt: kernel.clock.now() })
    })
  })

  test('what is suspended is archived after the policy’s days, to the moment, and comes back', async () => {
    const { db } = await open()
    const { kernel, world, orders, note } = aTenantKernel(db, [aPlan()])
    await note()
    await reconcileDue(kernel, 'a', never)
    world.plans = [ENDED]
    await note()
    await reconcileDue(kernel, 'a', never)
    const { stoppedAt } = (await findTenant(db, 'kestrel')) ?? {}
    expect(stoppedAt).toBe(kernel.clock.now())
    kernel.clock.advance(90 * DAY_MS - 1)
    await reconcileDue(kernel, 'a', never)
    expect(orders.at(-1)).toMatchObject({ state: 'suspended' })
    kernel.clock.advance(1)
    expect(await listDueTenants(db, kernel.clock.now(), 9)).toEqual(['kestrel'])
    await reconcileDue(kernel, 'a', never)
    expect(orders.at(-1)).toMatchObject({
      state: 'archived',
      limits: null,
      paidBy: null,
      reason: '“Business” ended on 20 Nov 2026. Suspended since 20 Nov 2026, and archived on 18 Feb 2027.',
    })
    world.plans = [ENDED, aPlan({ stripeId: 'sub_2' })]
    await note()
    await reconcileDue(kernel, 'a', never)
    expect(orders.at(-1)).toMatchObject({ state: 'active', paidBy: { backend: 'stripe', agreementId: 'sub_2' } })
    expect(await findTenant(db, 'kestrel')).toMatchObject({ stoppedAt: null, backend: 'stripe', agreementId: 'sub_2' })
  })
})
