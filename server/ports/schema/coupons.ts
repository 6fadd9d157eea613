import type { GrantKind } from '@countersign/shared/features/coupons'

/** A coupon that was given to a team, and what has become of it. */
export interface CouponGrantTable {
  /** The approval request's. */
  id: string
  kind: GrantKind
  teamId: string
  customerStripeId: string | null
  subjectName: string | null
  ticket: string | null
  reasonLabel: string
  couponName: string
  couponStripeId: string
  promotionCodeStripeId: string | null
  /** The subscription that it was applied to. */
  subscriptionStripeId: string | null
  /** Off each of so many invoices. */
  amount: number
  currency: string
  invoices: number
  grantedBy: string
  grantedAt: number
  redeemBy: number | null
  /** What it can still give. */
  openAmount: number
  redeemedAt: number | null
  redeemedByCustomerStripeId: string | null
  redeemedByTeamId: string | null
  isRetired: number
  /** A Stripe customer carries the team's id. */
  hasBilling: number
  /** Nothing more can become of it: not asked about any more. */
  isSettled: number
  checkedAt: number
}

export interface CouponCampaignTable {
  /** The approval request's. */
  id: string
  name: string
  partner: string | null
  couponStripeId: string
  terms: string
  /** JSON array of names. */
  products: string
  eachAmount: number
  budgetAmount: number
  currency: string
  maxRedemptions: number
  endsAt: number
  createdBy: string
  createdAt: number
  endedAt: number | null
  redemptions: number
  checkedAt: number
}

export interface CampaignCodeTable {
  promotionCodeStripeId: string
  campaignId: string
  code: string
  redemptions: number
}

export interface CouponTables {
  couponGrant: CouponGrantTable
  couponCampaign: CouponCampaignTable
  campaignCode: CampaignCodeTable
}
