import { isCouponValid } from '../resources/coupons/present-coupon.ts'
import { given } from '../resources/given.ts'
import type { Account } from '../store/account.ts'
import type { Coupon, Discount, PromotionCode } from '../store/kinds.ts'
import { invalidRequest, noSuch } from '../wire/errors.ts'
import { checkMinimum } from './check-minimum.ts'
import type { ActiveDiscount } from './discount-rules.ts'
import type { Purchase } from './minimum-rules.ts'
import { addInterval } from './period-rules.ts'

export interface DiscountParam {
  readonly coupon?: string
  readonly discount?: string
  readonly promotion_code?: string
}

/** What a discount hangs on. */
export interface DiscountTarget {
  readonly customer: string
  readonly currency: string
  readonly subscription?: string
  readonly subscriptionItem?: string
  readonly invoice?: string
  readonly invoiceItem?: string
  readonly checkoutSession?: string
  /** What is bought with it, for codes that ask for a minimum. */
  readonly purchase?: Purchase | undefined
}

const expired = (what: string, param: string) =>
  invalidRequest(`${what} is expired or used up and cannot be redeemed.`, { code: 'coupon_expired', param })

const checkCoupon = (account: Account, coupon: Coupon, target: DiscountTarget): void => {
  if (!isCouponValid(coupon, account.now)) throw expired(`Coupon ${coupon.id}`, 'discounts')
  if (coupon.currency !== null && coupon.currency !== target.currency) {
    throw invalidRequest(
      `The coupon's currency (${coupon.currency}) does not match the currency of what it should discount (${target.currency}).`,
      { param: 'discounts' },
    )
  }
}

const hasPaidBefore = (account: Account, customer: string): boolean => {
  for (const { status } of account.all('invoice').newest([{ index: 'customer', value: customer }])) {
    if (status === 'paid') return true
  }
  for (const { status } of account.all('charge').newest([{ index: 'customer', value: customer }])) {
    if (status === 'succeeded') return true
  }
  return false
}

const checkCode = (account: Account, code: PromotionCode, target: DiscountTarget): void => {
  const isUsable = account.host.present(account, 'promotion_code', code)['active'] === true
  if (!isUsable) throw expired(`Promotion code ${code.id}`, 'discounts')
  if (code.customer !== null && code.customer !== target.customer) {
    throw invalidRequest(`This promotion code cannot be redeemed by the customer ${target.customer}.`, {
      param: 'discounts',
    })
  }
  checkMinimum(account, code, target)
  if (code.restrictions.first_time_transaction && hasPaidBefore(account, target.customer)) {
    throw invalidRequest(
      'This promotion code cannot be redeemed because the associated customer has prior transactions.',
      { param: 'discounts' },
    )
  }
}

const endOf = (coupon: Coupon, now: number): number | null =>
  coupon.duration === 'repeating'
    ? addInterval(now, { interval: 'month', interval_count: coupon.duration_in_months ?? 1 })
    : null

/** Turns a coupon into a discount on something and counts the redemption. */
export const redeemCoupon = (
  account: Account,
  couponId: string,
  target: DiscountTarget,
  code?: PromotionCode,
): Discount => {
  const coupon = account.need('coupon', couponId, 'discounts[coupon]')
  checkCoupon(account, coupon, target)
  account.update('coupon', { ...coupon, times_redeemed: coupon.times_redeemed + 1 }, 'coupon.updated')
  if (code !== undefined)
    account.update('promotion_code', { ...code, times_redeemed: code.times_redeemed + 1 }, 'promotion_code.updated')
  const isCounted = (target.invoice ?? target.invoiceItem ?? target.checkoutSession) === undefined
  const discount: Discount = {
    id: account.ids.next('discount'),
    object: 'discount',
    checkout_session: given(target.checkoutSession, null),
    customer: target.customer || null,
    customer_account: null,
    end: isCounted ? endOf(coupon, account.now) : null,
    invoice: given(target.invoice, null),
    invoice_item: given(target.invoiceItem, null),
    promotion_code: code?.id ?? null,
    source: { coupon: coupon.id, type: 'coupon' },
    start: account.now,
    subscription: given(target.subscription, null),
    subscription_item: given(target.subscriptionItem, null),
  }
  return account.create('discount', discount, isCounted ? 'customer.discount.created' : undefined)
}

const redeemOne = (account: Account, param: DiscountParam, target: DiscountTarget, kept: readonly string[]): string => {
  if (param.discount !== undefined) {
    if (!kept.includes(param.discount)) throw noSuch('discount', param.discount, 'discounts[discount]')
    return param.discount
  }
  if (param.promotion_code !== undefined) {
    const code = account.need('promotion_code', param.promotion_code, 'discounts[promotion_code]')
    checkCode(account, code, target)
    return redeemCoupon(account, code.promotion.coupon ?? '', target, code).id
  }
  if (param.coupon === undefined)
    throw invalidRequest('You must specify one of: coupon, discount, promotion_code.', { param: 'discounts' })
  return redeemCoupon(account, param.coupon, target).id
}

/** The discount ids that a `discounts` parameter leads to. Not sent: as before; `''`: none; a list replaces all. */
export const redeemDiscounts = (
  account: Account,
  param: readonly DiscountParam[] | '' | null | undefined,
  target: DiscountTarget,
  before: readonly string[] = [],
): string[] => {
  if (param === undefined) return [...before]
  const fresh = param === '' || param === null ? [] : param.map((one) => redeemOne(account, one, target, before))
  for (const id of before) if (!fresh.includes(id)) endDiscount(account, id)
  return fresh
}

/** A discount that no longer acts; invoices that used it can still show it. */
export const endDiscount = (account: Account, id: string): void => {
  const discount = account.find('discount', id)
  if (discount === undefined) return
  const isCounted = discount.invoice === null && discount.invoice_item === null
  account.remove('discount', discount, isCounted ? 'customer.discount.deleted' : undefined)
}

export const couponOf = (account: Account, discount: Discount): Coupon | undefined =>
  account.all('coupon').row(discount.source.coupon ?? '')?.value

/** What the discounts behind these ids do to an invoice of that currency. */
export const activeDiscounts = (account: Account, ids: readonly string[], currency: string): ActiveDiscount[] =>
  ids.flatMap((id) => {
    const discount = account.all('discount').row(id)?.value
    const coupon = discount === undefined ? undefined : couponOf(account, discount)
    if (coupon === undefined || (coupon.currency !== null && coupon.currency !== currency)) return []
    return {
      id,
      percentOff: coupon.percent_off,
      amountOff: coupon.amount_off,
      products: coupon._applies_to?.products ?? [],
    }
  })
