import type { Link } from '@countersign/shared/features/links'
import { toIso } from '@countersign/shared/times'
import { referenceOf } from './link-rules.ts'
import type { LinkRow } from './store.ts'

const timeOf = (at: number | null): string | null => (at === null ? null : toIso(at))

export const describeLink = (row: LinkRow): Link => ({
  id: row.id,
  kind: row.kind,
  teamId: row.teamId,
  customerStripeId: row.customerStripeId,
  ticket: row.ticket,
  plan: row.plan,
  period: row.period,
  quantity: row.quantity,
  state: row.state,
  problem: row.problem,
  total: row.total === null || row.currency === null ? null : { amount: row.total, currency: row.currency },
  hasReference: row.kind === 'checkout' && referenceOf(row.teamId) !== null,
  expiresAt: timeOf(row.expiresAt),
  completedAt: timeOf(row.completedAt),
  subscriptionStripeId: row.subscriptionStripeId,
  sentTo: row.sentTo,
  madeBy: row.staffName,
  madeAt: toIso(row.madeAt),
})
