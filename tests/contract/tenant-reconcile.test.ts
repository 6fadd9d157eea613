// Guarantee: whatever happens on the way, a tenant ends as Stripe's present state implies: nothing is lost when a companion dies,
// two replicas don't work on one tenant, and what can't be applied is told with its reason.
import { MINUTE_MS } from '@countersign/shared/times'
import { describe, expect, test } from 'vitest'
import { askReconcile } from '../../server/features/tenants/ask-reconcile.ts'
import { reconcileTenant } from '../../server/features/tenants/reconcile-tenant.ts'
import { reconcileDue } from '../../server/features/tenants/reconcile-due.ts'
import { claimTenant, findTenant, listDueTenants } from '../../server/features/tenants/store.ts'
import { sweepAccount } from '../../server/features/tenants/sweep-account.ts'
import { systemActor } from '../../server/kernel/actor.ts'
import { GatewayError } from '../../server/kernel/errors.ts'
import type { ProvisionVerdict } from '../../server/ports/provisioner.ts'
import { eachDatabase } from '../support/databases.ts'
import { aPlan, aPlanItem } from '../support/plans.ts'
import { APPLIED, aTenantKernel, ENDED, told } from '../support/tenant-world.ts'

const DOWN: ProvisionVerdict = { verdict: 'later', why: 'The provisioner answered HTTP 500.' }
const never = new AbortController().signal

eachDatabase((name, open) => {
  test('a team is found by looking through the account, applied once, and left alone at rest', async () => {
    const { db } = await open()
    const { kernel, orders } = aTenantKernel(db, [aPlan()])
    expect(await sweepAccount(kernel, 'a', never)).toBe(true)
    expect(await sweepAccount(kernel, 'b', never)).toBe(false)
    expect(await reconcileDue(kernel, 'a', never)).toBe(1)
    expect(orders).toMatchObject([{ tenantId: 'kestrel', state: 'active' }])
    expect(await findTenant(db, 'kestrel')).toMatchObject({
      wantedState: 'active',
      appliedState: 'active',
      appliedLimits: '{}',
      problem: null,
      leaseHolder: null,
    })
    expect(await reconcileDue(kernel, 'a', never)).toBe(0)
    kernel.clock.advance(31 * MINUTE_MS)
    expect(await reconcileDue(kernel, 'a', never)).toBe(1)
    expect(orders).toHaveLength(1)
    expect(await told(db)).toEqual([
      'noted: First seen with a plan that has a tenant.',
      'wanted: “Business” is paid.',
      'applied: “Business” is paid.',
    ])
  })

  test('500 for an hour: tried ever more seldom under one id, stuck with the reason, and well again by itself', async () => {
    const { db } = await open()
    const { kernel, world, orders, note } = aTenantKernel(db, [aPlan()])
    world.apply = async () => DOWN
    await note()
    const tries: number[] = []
    for (let second = 0; second < 3600; second += 5) {
      if ((await reconcileDue(kernel, 'a', never)) > 0) tries.push(second)
      kernel.clock.advance(5000)
    }
    // 5, 10, 20 … 640, 1280 seconds after the one before; the next would be 1800 later.
    expect(tries).toEqual([0, 5, 15, 35, 75, 155, 315, 635, 1275, 2555])
    expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(1)
    expect(await findTenant(db, 'kestrel')).toMatchObject({ appliedState: null, problem: DOWN.why, tries: 10 })
    expect((await findTenant(db, 'kestrel'))?.stuckAt).not.toBeNull()
    expect((await told(db)).filter((line) => line.startsWith('stuck'))).toEqual([`stuck: ${DOWN.why}`])

    world.apply = async () => APPLIED
    kernel.clock.advance(30 * MINUTE_MS)
    await reconcileDue(kernel, 'a', never)
    expect(await findTenant(db, 'kestrel')).toMatchObject({
      appliedState: 'active',
      problem: null,
      stuckAt: null,
      tries: 0,
    })
  })

  test('what never helps is stuck at once', async () => {
    const { db } = await open()
    const { kernel, world, note } = aTenantKernel(db, [aPlan()])
    world.apply = async () => ({ verdict: 'never', why: 'The provisioner answered HTTP 401.' })
    await note()
    expect(await reconcileTenant(kernel, 'kestrel', 'a')).toBe('failed')
    expect(await told(db)).toContain('stuck: The provisioner answered HTTP 401.')
    expect(await listDueTenants(db, kernel.clock.now() + 29 * MINUTE_MS, 9)).toEqual([])
  })

  test('two replicas: one works, the other keeps off, and who was too slow writes nothing', async () => {
    const first = await open()
    const second = await first.again()
    const one = aTenantKernel(first.db, [aPlan()])
    const other = aTenantKernel(second.db, [aPlan({ isCollectionPaused: true })])
    await one.note()
    const outcomes: string[] = []
    one.world.apply = async () => {
      outcomes.push(await reconcileTenant(other.kernel, 'kestrel', 'b'))
      // Ours takes so long that the lease is over.
      other.kernel.clock.advance(6 * MINUTE_MS)
      outcomes.push(await reconcileTenant(other.kernel, 'kestrel', 'b'))
      return APPLIED
    }
    outcomes.push(await reconcileTenant(one.kernel, 'kestrel', 'a'))
    expect(outcomes).toEqual(['nothing', 'applied', 'lost'])
    expect(await findTenant(first.db, 'kestrel')).toMatchObject({
      appliedReason: '“Business” runs; collecting its payments is paused.',
    })
  })

  test('an order that came over there after a newer one is put right by handing the newer one over again', async () => {
    const first = await open()
    const second = await first.again()
    const one = aTenantKernel(first.db, [ENDED])
    const other = aTenantKernel(second.db, [aPlan()])
    await other.note()
    await reconcileTenant(other.kernel, 'kestrel', 'b')
    // It is paid for; somebody saw it ended before, and hangs until his lease is over.
    one.kernel.clock.advance(MINUTE_MS)
    other.kernel.clock.advance(MINUTE_MS)
    await one.note()
    const arrived: string[] = []
    other.world.apply = async ({ state }) => {
      arrived.push(state)
      return APPLIED
    }
    one.world.apply = async ({ state }) => {
      one.kernel.clock.advance(6 * MINUTE_MS)
      other.kernel.clock.advance(6 * MINUTE_MS)
      await reconcileTenant(other.kernel, 'kestrel', 'b')
      arrived.push(state)
      return APPLIED
    }
    expect(await reconcileTenant(one.kernel, 'kestrel', 'a')).toBe('lost')
    await reconcileDue(other.kernel, 'b', never)
    expect(arrived).toEqual(['active', 'suspended', 'active'])
    expect(await findTenant(first.db, 'kestrel')).toMatchObject({ appliedState: 'active', problem: null })
  })

  test('asked for anew while it is handed over, it is handed over once more', async () => {
    const { db } = await open()
    const { kernel, world, orders, note } = aTenantKernel(db, [aPlan()])
    await note()
    world.apply = async () => {
      if (orders.length === 1)
        await askReconcile(kernel, { actor: systemActor('test'), requestId: null, teamId: 'kestrel' })
      return APPLIED
    }
    await reconcileDue(kernel, 'a', never)
    expect(orders.map(({ state }) => state)).toEqual(['active', 'active'])
  })

  test('what is noted after the lease’s end is looked at again too', async () => {
    const { db } = await open()
    const { kernel, world, orders, note } = aTenantKernel(db, [aPlan()])
    await note()
    world.apply = async () => {
      if (orders.length > 1) return APPLIED
      // Suspended in between, as a notebook is; nobody else was there.
      kernel.clock.advance(6 * MINUTE_MS)
      world.plans = [ENDED]
      await note()
      return APPLIED
    }
    await reconcileDue(kernel, 'a', never)
    expect(orders.map(({ state }) => state)).toEqual(['active', 'suspended'])
  })

  test('a companion that died after handing over: the order is handed over again, and what ended meanwhile is suspended', async () => {
    const { db } = await open()
    const { kernel, world, orders, note } = aTenantKernel(db, [aPlan()])
    await note()
    world.apply = () => Promise.reject(new GatewayError('database', 'unreachable', { retryable: true }))
    await reconcileTenant(kernel, 'kestrel', 'a')
    // Nothing was heard of it, but a tenant may be there.
    expect(await findTenant(db, 'kestrel')).toMatchObject({ appliedState: null, handedAt: kernel.clock.now() })
    world.apply = async () => APPLIED
    world.plans = [ENDED]
    kernel.clock.advance(MINUTE_MS)
    await reconcileDue(kernel, 'a', never)
    expect(orders.map(({ state }) => state)).toEqual(['active', 'suspended'])
  })

  test('an answer that was lost between two changes is never taken for the first one', async () => {
    const { db } = await open()
    const { kernel, world, orders, note } = aTenantKernel(db, [aPlan()])
    await note()
    await reconcileDue(kernel, 'a', never)
    // Suspended over there, but we don't hear of it.
    world.plans = [ENDED]
    world.apply = async () => DOWN
    await note()
    await reconcileDue(kernel, 'a', never)
    // Back as it was applied before: that has to be handed over all the same.
    world.plans = [aPlan()]
    world.apply = async () => APPLIED
    await note()
    await reconcileDue(kernel, 'a', never)
    expect(orders.map(({ state }) => state)).toEqual(['active', 'suspended', 'active'])
    expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(3)
  })

  test('what is noted while it is worked on is looked at again', async () => {
    const { db } = await open()
    const { kernel, world, orders, note } = aTenantKernel(db, [aPlan()])
    await note()
    world.apply = async () => {
      if (orders.length > 1) return APPLIED
      world.plans = [ENDED]
      await note()
      return APPLIED
    }
    await reconcileDue(kernel, 'a', never)
    expect(orders.map(({ state }) => state)).toEqual(['active', 'suspended'])
  })

  test('while Stripe can’t be asked nobody’s tenant is touched', async () => {
    const { db } = await open()
    const { kernel, world, orders, note } = aTenantKernel(db, [aPlan()])
    await note()
    await reconcileDue(kernel, 'a', never)
    world.isStripeDown = true
    await note()
    await reconcileDue(kernel, 'a', never)
    expect(orders).toHaveLength(1)
    expect(await findTenant(db, 'kestrel')).toMatchObject({
      appliedState: 'active',
      problem: 'Stripe could not be asked.',
    })
    // An hour of it needs nobody.
    for (let minute = 0; minute < 60; minute++) {
      kernel.clock.advance(MINUTE_MS)
      await reconcileDue(kernel, 'a', never)
    }
    expect(await findTenant(db, 'kestrel')).toMatchObject({ stuckAt: null, appliedState: 'active' })
    await expect(
      sweepAccount({ ...kernel, clock: { now: () => kernel.clock.now() + 60 * MINUTE_MS } }, 'a', never),
    ).rejects.toThrow(GatewayError)
  })

  test('a mark that can’t be read holds a tenant as it is', async () => {
    const { db } = await open()
    const { kernel, world, orders, note } = aTenantKernel(db, [aPlan()])
    await note()
    await reconcileDue(kernel, 'a', never)
    world.plans = [aPlan({ items: [aPlanItem({ priceMetadata: { 'tenant-plan': 'true' } })] })]
    await note()
    expect(await reconcileTenant(kernel, 'kestrel', 'a')).toBe('held')
    expect(orders).toHaveLength(1)
    expect(await findTenant(db, 'kestrel')).toMatchObject({
      appliedState: 'active',
      problem: 'Whether the plan has a tenant can’t be read.',
    })
  })

  describe('the tables', () => {
    test('refuse to have the history changed', async () => {
      const { db } = await open()
      await aTenantKernel(db, []).note()
      await expect(db.updateTable('tenantEvent').set({ text: 'never' }).execute()).rejects.toThrow()
      await expect(db.deleteFrom('tenantEvent').execute()).rejects.toThrow()
    })

    test(`lease a tenant to one of many at once (${name})`, async () => {
      const first = await open()
      const others = await Promise.all([first.again(), first.again(), first.again()])
      await aTenantKernel(first.db, []).note()
      const lease = { now: 1_900_000_000_000, until: 1_900_000_060_000 }
      const claims = await Promise.all(
        [first, ...others].map(({ db }, index) => claimTenant(db, 'kestrel', { ...lease, holder: `r${index}` })),
      )
      expect(claims.filter((row) => row !== undefined)).toHaveLength(1)
    })
  })
})
