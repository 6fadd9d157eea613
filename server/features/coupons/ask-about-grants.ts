import { DAY_MS, HOUR_MS, toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import type { GatewayRedemption } from '../../ports/payment-facts.ts'
import { countInvoicesLeft } from './count-invoices-left.ts'
import { readTeamHolders } from './read-team-holders.ts'
import { readTeamOf } from './read-team-of.ts'
import { isTeamSettled, standingOf } from './standing-rules.ts'
import { type GrantRow, updateGrant } from './store.ts'

/** How far back Stripe's events go. */
const EVENTS_MS = 30 * DAY_MS
/** Clocks differ, and an event may come late. */
const OVERLAP_MS = HOUR_MS

type Deps = Pick<Kernel, 'db' | 'clock' | 'stripe' | 'settings'>

interface Asked {
  readonly row: GrantRow
  readonly isRedeemed: boolean
  readonly isRetired: boolean
}

const askCoupon = async ({ stripe, clock }: Deps, row: GrantRow): Promise<Asked> => {
  const [coupon, code] = await Promise.all([
    stripe.readCoupon(row.couponStripeId),
    row.promotionCodeStripeId === null ? null : stripe.readPromotionCode(row.promotionCodeStripeId),
  ])
  const isRedeemed = row.redeemedAt !== null || (coupon?.timesRedeemed ?? 0) > 0
  const isExpired = row.redeemBy !== null && row.redeemBy <= clock.now()
  const isPutAway = coupon === null || (code !== null && !code.isActive && !isExpired)
  return { row, isRedeemed, isRetired: !isRedeemed && isPutAway }
}

/** Stripe tells that a coupon was redeemed, but only its events tell by whom. One list serves all. */
const findRedemptions = async (
  { stripe, clock }: Deps,
  asked: readonly Asked[],
): Promise<Map<string, GatewayRedemption>> => {
  const news = asked.filter(({ row, isRedeemed }) => isRedeemed && row.redeemedByCustomerStripeId === null)
  if (news.length === 0) return new Map()
  // Nobody had redeemed it when Stripe was last asked; or it was redeemed, and its event hadn't come yet.
  const first = Math.min(...news.map(({ row }) => row.redeemedAt ?? row.checkedAt)) - OVERLAP_MS
  const redemptions = await stripe.listRedemptionsSince(toIso(Math.max(first, clock.now() - EVENTS_MS)))
  const wanted = new Map(news.map(({ row }) => [row.promotionCodeStripeId ?? row.couponStripeId, row.id]))
  const found = redemptions.flatMap((one) => {
    const id = wanted.get(one.promotionCodeStripeId ?? '') ?? wanted.get(one.couponStripeId ?? '')
    return id === undefined ? [] : [[id, one] as const]
  })
  return new Map(found)
}

const redeemerOf = async (deps: Deps, { row, isRedeemed }: Asked, event: GatewayRedemption | undefined) => {
  if (!isRedeemed) return {}
  const customer = row.redeemedByCustomerStripeId ?? event?.customerStripeId ?? null
  return {
    // Older than the events that Stripe keeps: redeemed, and nobody can tell by whom.
    redeemedAt: row.redeemedAt ?? (event ? Date.parse(event.at) : deps.clock.now()),
    redeemedByCustomerStripeId: customer,
    redeemedByTeamId: customer === null ? null : await readTeamOf(deps, customer, row.teamId),
  }
}

const settle = async (deps: Deps, asked: Asked, event: GatewayRedemption | undefined): Promise<void> => {
  const { row, isRetired, isRedeemed } = asked
  const now = deps.clock.now()
  const redeemer = await redeemerOf(deps, asked, event)
  const invoicesLeft = await countInvoicesLeft(deps, {
    customerStripeId: redeemer.redeemedByCustomerStripeId ?? null,
    couponStripeId: row.couponStripeId,
  })
  const isTeamTold = isTeamSettled({ ...row, ...redeemer }, now)
  const standing = standingOf(row, { isRedeemed, isRetired, invoicesLeft }, now)
  const hasBilling = row.hasBilling === 1 || (await readTeamHolders(deps, row.teamId)).length > 0
  await updateGrant(deps.db, row.id, {
    ...redeemer,
    openAmount: standing.openAmount,
    isSettled: standing.isSettled && isTeamTold ? 1 : 0,
    isRetired: isRetired ? 1 : 0,
    hasBilling: hasBilling ? 1 : 0,
    checkedAt: now,
  })
}

/** What became of these grants, live. */
export const askAboutGrants = async (deps: Deps, rows: readonly GrantRow[]): Promise<void> => {
  const asked: Asked[] = []
  for (const row of rows) asked.push(await askCoupon(deps, row))
  const redemptions = await findRedemptions(deps, asked)
  for (const one of asked) await settle(deps, one, redemptions.get(one.row.id))
}
