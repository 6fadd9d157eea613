import { noteTenant } from '../../server/features/tenants/note-tenant.ts'
import { listTenantEvents } from '../../server/features/tenants/store.ts'
import { GatewayError } from '../../server/kernel/errors.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Database } from '../../server/ports/database.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'
import type { PlanSubscription } from '../../server/ports/plan-facts.ts'
import type { DescribeVerdict, ProvisionVerdict, TenantOrder } from '../../server/ports/provisioner.ts'
import { aMirrorKernel } from './mirror-fixtures.ts'
import { aPlan } from './plans.ts'

export const APPLIED: ProvisionVerdict = { verdict: 'applied', ignored: [] }

/** A kernel over Stripe's present state and a provisioner, both as the test says; it remembers what was handed over. */
export const aTenantKernel = (db: Database, start: readonly PlanSubscription[]) => {
  const orders: TenantOrder[] = []
  const world = {
    plans: start,
    apply: async (_order: TenantOrder): Promise<ProvisionVerdict> => APPLIED,
    describe: async (_tenantId: string): Promise<DescribeVerdict> => ({ verdict: 'untold' }),
    isStripeDown: false,
  }
  const list = (which: readonly PlanSubscription[]): PlanSubscription[] => {
    if (world.isStripeDown) throw new GatewayError('stripe', 'unreachable', { retryable: true })
    return [...which]
  }
  const stripe = {
    listCustomerPlans: async (id: string) =>
      list(world.plans.filter(({ customerStripeId }) => customerStripeId === id)),
    listRunningPlans: async (after: string | null) => ({
      rows: list(after === null ? world.plans.filter(({ status }) => status !== 'canceled') : []),
      hasMore: false,
    }),
    searchCustomersByMetadata: async () => [],
    searchSubscriptionsByMetadata: async (key: string, value: string) =>
      list(world.plans.filter(({ metadata }) => metadata[key] === value)),
  } as unknown as PaymentGateway
  const base = aMirrorKernel(db, stripe)
  const tenants = {
    provisioner: 'http-callback',
    provisionerHost: 'x',
    plans: [],
    pastDueDays: 14,
    archiveDays: 90,
  } as const
  const apply = (order: TenantOrder) => {
    orders.push(order)
    return world.apply(order)
  }
  const kernel = {
    ...base,
    settings: { ...base.settings, tenants },
    provisioner: { apply, describe: (tenantId: string) => world.describe(tenantId) },
  }
  return { kernel, world, orders, note: () => inTransaction(db, (tx) => noteTenant(tx, 'kestrel', kernel.clock.now())) }
}

export const told = async (db: Database) =>
  (await listTenantEvents(db, 'kestrel', 50)).map(({ kind, text }) => `${kind}: ${text}`).toReversed()

export const ENDED = aPlan({ status: 'canceled', endedAt: '2026-11-20T00:00:00.000Z' })
