const progress = {
  requested: 'requested',
  waiting: 'waiting',
  approved: 'approved',
  sent: 'sent to Stripe',
  confirmed: 'confirmed by Stripe',
  unknown: 'checking at Stripe',
  stale: 'stale',
  failed: 'failed',
  rejected: 'rejected',
  expired: 'expired',
}

export type MoneyProgress = keyof typeof progress

export const money = { progress, fact: 'Fact', now: 'Now', after: 'After', changed: 'changed' }
