// Rule: a grant is a coupon that was given to one team. Its coupon's id comes from the request, so that a second one can't
// come to be. It is open until it is used up, has expired or was retired; after that Stripe isn't asked about it any more.

import { type Grant, type GrantMark, type GrantKind } from '@countersign/shared/features/coupons'
import { toIso } from '@countersign/shared/times'
import { type Grant as Owed, measureLiability, type OpenValue } from './liability-rules.ts'

export const grantedCouponId = (requestId: string): string => `cs-${requestId}`

/** A grant as it is kept. */
export interface KeptGrant {
  readonly id: string
  readonly kind: GrantKind
  readonly teamId: string
  readonly customerStripeId: string | null
  readonly subjectName: string | null
  readonly ticket: string | null
  readonly reasonLabel: string
  readonly couponName: string
  readonly couponStripeId: string
  readonly promotionCodeStripeId: string | null
  readonly amount: number
  readonly currency: string
  readonly invoices: number
  readonly grantedBy: string
  readonly grantedAt: number
  readonly redeemBy: number | null
  readonly openAmount: number
  readonly redeemedAt: number | null
  readonly redeemedByCustomerStripeId: string | null
  readonly redeemedByTeamId: string | null
  readonly isRetired: number
  readonly hasBilling: number
  readonly checkedAt: number
}

const isoOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

const owedOf = (row: KeptGrant): Owed => ({
  id: row.id,
  reason: row.reasonLabel,
  teamId: row.teamId,
  open: { amount: row.openAmount, currency: row.currency },
  redeemBy: isoOrNull(row.redeemBy),
  redeemedAt: isoOrNull(row.redeemedAt),
  redeemedByTeamId: row.redeemedByTeamId,
  isRetired: row.isRetired === 1,
  hasBilling: row.hasBilling === 1,
})

const shown = (row: KeptGrant, marks: readonly GrantMark[]): Grant => ({
  id: row.id,
  kind: row.kind,
  teamId: row.teamId,
  customerStripeId: row.customerStripeId,
  subjectName: row.subjectName,
  ticket: row.ticket,
  reasonLabel: row.reasonLabel,
  couponName: row.couponName,
  couponStripeId: row.couponStripeId,
  promotionCodeStripeId: row.promotionCodeStripeId,
  value: { amount: row.amount * row.invoices, currency: row.currency },
  open: { amount: row.openAmount, currency: row.currency },
  grantedBy: row.grantedBy,
  grantedAt: toIso(row.grantedAt),
  redeemBy: isoOrNull(row.redeemBy),
  redeemedAt: isoOrNull(row.redeemedAt),
  redeemedByTeamId: row.redeemedByTeamId,
  redeemedByCustomerStripeId: row.redeemedByCustomerStripeId,
  isRetired: row.isRetired === 1,
  marks: [...marks],
  checkedAt: toIso(row.checkedAt),
})

/** What is owed by coupons, and of each grant why it has to be looked at. */
export const describeGrants = (
  rows: readonly KeptGrant[],
  at: string,
): { readonly byReason: OpenValue[]; readonly grants: Grant[] } => {
  const { byReason, ...named } = measureLiability(rows.map(owedOf), at)
  const marked: ReadonlyArray<readonly [GrantMark, ReadonlySet<string>]> = [
    ['unredeemed', new Set(named.unredeemed)],
    ['expiring', new Set(named.expiring)],
    ['redeemed-by-other', new Set(named.redeemedByOthers)],
    ['never-set-up', new Set(named.neverSetUp)],
  ]
  const marksOf = (id: string) => marked.flatMap(([mark, ids]) => (ids.has(id) ? [mark] : []))
  return { byReason, grants: rows.map((row) => shown(row, marksOf(row.id))) }
}
