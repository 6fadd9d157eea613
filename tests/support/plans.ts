import type { PlanItem, PlanSubscription } from '../../server/ports/plan-facts.ts'
import type { TenantOrder } from '../../server/ports/provisioner.ts'

export const aPlanItem = (over: Partial<PlanItem> = {}): PlanItem => ({
  itemStripeId: 'si_1',
  quantity: 1,
  periodEndsAt: '2026-07-01T00:00:00.000Z',
  priceStripeId: 'price_business',
  productStripeId: 'prod_business',
  productName: 'Business',
  priceMetadata: { 'tenant-plan': 'yes' },
  productMetadata: {},
  ...over,
})

export const aPlan = (over: Partial<PlanSubscription> = {}): PlanSubscription => ({
  stripeId: 'sub_1',
  customerStripeId: 'cus_1',
  status: 'active',
  metadata: { team: 'kestrel' },
  customerMetadata: {},
  createdAt: '2026-06-01T00:00:00.000Z',
  trialEndsAt: null,
  cancelAt: null,
  endedAt: null,
  isCollectionPaused: false,
  unpaidSince: null,
  awaitsFirstPayment: false,
  items: [aPlanItem()],
  ...over,
})

export const anOrderOf = (over: Partial<TenantOrder> = {}): TenantOrder => ({
  orderId: 'tno_1',
  tenantId: 'kestrel',
  customerStripeId: 'cus_1',
  paidBy: { backend: 'stripe', agreementId: 'sub_1' },
  state: 'active',
  reason: '“Business” is paid.',
  limits: { 'max-end-devices': 500 },
  profile: { name: 'Kestrel Robotics', description: null, adminUser: 'mara', adminEmail: 'mara@kestrel.example' },
  ...over,
})
