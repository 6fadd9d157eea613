import type { Account } from '../../store/account.ts'
import type { Coupon, PromotionCode } from '../../store/kinds.ts'

/** A coupon stops being valid by time or by use; both are looked at when it is read. */
export const isCouponValid = (
  coupon: Pick<Coupon, 'max_redemptions' | 'redeem_by' | 'times_redeemed'>,
  now: number,
): boolean =>
  (coupon.redeem_by === null || coupon.redeem_by > now) &&
  (coupon.max_redemptions === null || coupon.times_redeemed < coupon.max_redemptions)

export const presentCoupon = (account: Account, coupon: Coupon): Coupon => ({
  ...coupon,
  valid: isCouponValid(coupon, account.now) && account.find('coupon', coupon.id) !== undefined,
})

const isSpent = (code: PromotionCode, now: number): boolean =>
  (code.expires_at !== null && code.expires_at <= now) ||
  (code.max_redemptions !== null && code.times_redeemed >= code.max_redemptions)

/** A code falls with its coupon. */
export const presentPromotionCode = (account: Account, code: PromotionCode): PromotionCode => {
  const coupon = account.find('coupon', code.promotion.coupon)
  const isUsable = coupon !== undefined && isCouponValid(coupon, account.now) && !isSpent(code, account.now)
  return { ...code, active: code.active && isUsable }
}
