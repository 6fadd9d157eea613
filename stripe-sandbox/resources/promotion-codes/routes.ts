import type { Stripe } from 'stripe'
import { invalidRequest } from '../../wire/errors.ts'
import { all, keyed, listPage, same } from '../../wire/list.ts'
import { type Call, type Route, route } from '../../wire/route.ts'
import type { PromotionCode } from '../../store/kinds.ts'
import { mergeMetadata } from '../metadata.ts'
import { createPromotionCode } from './create-promotion-code.ts'

const CREATE = [
  'active',
  'code',
  'customer',
  'expires_at',
  'max_redemptions',
  'metadata',
  'promotion',
  'restrictions.first_time_transaction',
  'restrictions.minimum_amount',
  'restrictions.minimum_amount_currency',
]

const update = ({ account }: Call, params: Stripe.PromotionCodeUpdateParams, id: string): PromotionCode => {
  const old = account.need('promotion_code', id)
  const fresh = { ...old, active: params.active ?? old.active, metadata: mergeMetadata(old.metadata, params.metadata) }
  const isRefused = params.active === true && account.host.present(account, 'promotion_code', fresh)['active'] !== true
  if (isRefused)
    throw invalidRequest('This promotion code cannot be activated: it or its coupon is expired or used up.', {
      param: 'active',
    })
  return account.update('promotion_code', fresh, 'promotion_code.updated')
}

const spec = (operation: string, supports: readonly string[] = []) => ({
  resource: 'promotion_code',
  operation,
  supports,
})

export const promotionCodeRoutes: readonly Route[] = [
  route<Stripe.PromotionCodeCreateParams>('POST', '/v1/promotion_codes', {
    ...spec('create', CREATE),
    handle: createPromotionCode,
  }),
  route<Stripe.PromotionCodeListParams>('GET', '/v1/promotion_codes', {
    ...spec('list', ['active', 'code', 'coupon', 'created', 'customer', 'ending_before', 'limit', 'starting_after']),
    handle: (call, params) =>
      listPage(call, {
        kind: 'promotion_code',
        params,
        keys: [
          keyed('code', params.code?.toLowerCase()),
          keyed('coupon', params.coupon),
          keyed('customer', params.customer),
        ],
        where: (code) =>
          all(
            same<unknown>(params.active, call.account.host.present(call.account, 'promotion_code', code)['active']),
            same(params.code?.toLowerCase(), code.code.toLowerCase()),
            same<string | null>(params.coupon, code.promotion.coupon),
            same<string | null>(params.customer, code.customer),
          ),
      }),
  }),
  route('GET', '/v1/promotion_codes/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('promotion_code', id),
  }),
  route<Stripe.PromotionCodeUpdateParams>('POST', '/v1/promotion_codes/:id', {
    ...spec('update', ['active', 'metadata']),
    handle: (call, params, [id = '']) => update(call, params, id),
  }),
]
