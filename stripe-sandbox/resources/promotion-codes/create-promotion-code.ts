import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import type { PromotionCode } from '../../store/kinds.ts'
import { invalidRequest, missingParam } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { isCouponValid } from '../coupons/present-coupon.ts'
import { mergeMetadata } from '../metadata.ts'

type Params = Stripe.PromotionCodeCreateParams

const MADE_LENGTH = 8

/** Among active codes of one customer, or of none, a code is unique without regard to case. */
const checkFree = (account: Account, code: string, customer: string | null): void => {
  for (const other of account.all('promotion_code').newest([{ index: 'code', value: code.toLowerCase() }])) {
    const isActive = account.host.present(account, 'promotion_code', other)['active'] === true
    const isShared = other.customer === null || customer === null || other.customer === customer
    if (isActive && isShared) {
      throw invalidRequest(`An active promotion code with \`code: ${code}\` already exists.`, {
        code: 'resource_already_exists',
        param: 'code',
      })
    }
  }
}

const codeOf = (account: Account, asked: string | undefined): string => {
  if (asked === undefined) return account.ids.text('promotion code', MADE_LENGTH).toUpperCase()
  if (!/^[A-Za-z0-9-]+$/.test(asked)) {
    throw invalidRequest('Promotion codes may only contain letters, digits and dashes.', { param: 'code' })
  }
  return asked
}

const checkExpiry = (at: number | undefined, now: number, redeemBy: number | null): void => {
  if (at === undefined) return
  if (at <= now) throw invalidRequest('expires_at must be in the future.', { param: 'expires_at' })
  if (redeemBy !== null && at > redeemBy)
    throw invalidRequest("expires_at cannot be after the coupon's redeem_by.", { param: 'expires_at' })
}

const checkLimits = (account: Account, params: Params): void => {
  const coupon = account.need('coupon', params.promotion.coupon ?? '', 'promotion[coupon]')
  if (!isCouponValid(coupon, account.now))
    throw invalidRequest('The coupon is no longer valid.', { code: 'coupon_expired', param: 'promotion[coupon]' })
  const most = coupon.max_redemptions
  if (params.max_redemptions !== undefined && most !== null && params.max_redemptions > most) {
    throw invalidRequest('max_redemptions cannot exceed that of the coupon.', { param: 'max_redemptions' })
  }
  checkExpiry(params.expires_at, account.now, coupon.redeem_by)
}

const restrictionsOf = (asked: Params['restrictions']): PromotionCode['restrictions'] => {
  if (asked?.minimum_amount !== undefined && asked.minimum_amount_currency === undefined)
    throw missingParam('restrictions[minimum_amount_currency]')
  return {
    first_time_transaction: asked?.first_time_transaction ?? false,
    minimum_amount: asked?.minimum_amount ?? null,
    minimum_amount_currency: asked?.minimum_amount_currency ?? null,
  }
}

export const createPromotionCode = ({ account }: Call, params: Params): PromotionCode => {
  const { coupon } = params.promotion
  if (coupon === undefined) throw missingParam('promotion[coupon]')
  checkLimits(account, params)
  const customer = params.customer === undefined ? null : account.need('customer', params.customer, 'customer').id
  const code = codeOf(account, params.code)
  checkFree(account, code, customer)
  return account.create(
    'promotion_code',
    {
      id: account.ids.next('promotion_code'),
      object: 'promotion_code',
      active: params.active ?? true,
      code,
      created: account.now,
      customer,
      customer_account: null,
      expires_at: params.expires_at ?? null,
      livemode: false,
      max_redemptions: params.max_redemptions ?? null,
      metadata: mergeMetadata({}, params.metadata),
      promotion: { coupon, type: 'coupon' },
      restrictions: restrictionsOf(params.restrictions),
      times_redeemed: 0,
    },
    'promotion_code.created',
  )
}
