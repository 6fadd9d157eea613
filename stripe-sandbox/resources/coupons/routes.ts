import type { Stripe } from 'stripe'
import { checkCurrency } from '../../billing/currency-rules.ts'
import type { Account } from '../../store/account.ts'
import type { Coupon } from '../../store/kinds.ts'
import { invalidRequest, missingParam } from '../../wire/errors.ts'
import { listPage } from '../../wire/list.ts'
import { type Answer, type Call, type Route, route } from '../../wire/route.ts'
import { given } from '../given.ts'
import { mergeMetadata, orNull } from '../metadata.ts'

const CREATE = [
  'amount_off',
  'applies_to',
  'currency',
  'duration',
  'duration_in_months',
  'id',
  'max_redemptions',
  'metadata',
  'name',
  'percent_off',
  'redeem_by',
]
const MAX_NAME_LENGTH = 40

const exclusive = () =>
  invalidRequest('You may only specify one of these parameters: amount_off, percent_off.', {
    code: 'parameters_exclusive',
    param: 'amount_off',
  })

const checkPositive = (value: number | undefined, param: string): void => {
  if (value !== undefined && value < 1)
    throw invalidRequest('Invalid positive integer', { param, code: 'parameter_invalid_integer' })
}

const checkPercent = (percent: number | undefined): void => {
  if (percent === undefined || (percent > 0 && percent <= 100)) return
  throw invalidRequest('Invalid percent_off: must be greater than 0 and at most 100.', { param: 'percent_off' })
}

const checkValue = ({ amount_off: amount, percent_off: percent, currency }: Stripe.CouponCreateParams): void => {
  if (amount !== undefined && percent !== undefined) throw exclusive()
  if (amount === undefined && percent === undefined) throw missingParam('percent_off')
  checkPercent(percent)
  checkPositive(amount, 'amount_off')
  if (amount !== undefined && currency === undefined) throw missingParam('currency')
}

const checkDuration = (duration: string, months: number | undefined): void => {
  if (duration === 'repeating' && months === undefined) throw missingParam('duration_in_months')
  if (duration !== 'repeating' && months !== undefined) {
    throw invalidRequest("duration_in_months can only be set when duration is 'repeating'.", {
      param: 'duration_in_months',
    })
  }
  checkPositive(months, 'duration_in_months')
}

const checkTerms = (
  { name = '', redeem_by: until, max_redemptions: most }: Stripe.CouponCreateParams,
  now: number,
): void => {
  if (name.length > MAX_NAME_LENGTH)
    throw invalidRequest(`Invalid string: ${name}; must be at most ${MAX_NAME_LENGTH} characters`, { param: 'name' })
  if (until !== undefined && until <= now)
    throw invalidRequest('redeem_by must be in the future.', { param: 'redeem_by' })
  checkPositive(most, 'max_redemptions')
}

const freeId = (account: Account, asked: string | undefined): string => {
  const id = orNull(asked) ?? account.ids.next('coupon')
  if (account.find('coupon', id) !== undefined)
    throw invalidRequest('Coupon already exists.', { code: 'resource_already_exists', param: 'id' })
  return id
}

const create = ({ account }: Call, params: Stripe.CouponCreateParams): Coupon => {
  const { duration = 'once', amount_off: amount, applies_to: appliesTo } = params
  checkValue(params)
  checkDuration(duration, params.duration_in_months)
  checkTerms(params, account.now)
  for (const product of appliesTo?.products ?? []) account.need('product', product, 'applies_to[products]')
  const coupon: Coupon = {
    id: freeId(account, params.id),
    object: 'coupon',
    amount_off: given(amount, null),
    created: account.now,
    currency: amount === undefined ? null : checkCurrency(params.currency ?? ''),
    duration,
    duration_in_months: given(params.duration_in_months, null),
    livemode: false,
    max_redemptions: given(params.max_redemptions, null),
    metadata: mergeMetadata({}, params.metadata),
    name: orNull(params.name),
    percent_off: given(params.percent_off, null),
    redeem_by: given(params.redeem_by, null),
    times_redeemed: 0,
    valid: true,
    ...(appliesTo?.products === undefined ? {} : { _applies_to: { products: appliesTo.products } }),
  }
  return account.create('coupon', coupon, 'coupon.created')
}

const remove = ({ account }: Call, id: string): Answer => {
  account.remove('coupon', account.need('coupon', id), 'coupon.deleted')
  return { id, object: 'coupon', deleted: true } as Answer
}

const spec = (operation: string, supports: readonly string[] = []) => ({ resource: 'coupon', operation, supports })

export const couponRoutes: readonly Route[] = [
  route<Stripe.CouponCreateParams>('POST', '/v1/coupons', { ...spec('create', CREATE), handle: create }),
  route<Stripe.CouponListParams>('GET', '/v1/coupons', {
    ...spec('list', ['created', 'ending_before', 'limit', 'starting_after']),
    handle: (call, params) => listPage(call, { kind: 'coupon', params }),
  }),
  route('GET', '/v1/coupons/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('coupon', id),
  }),
  route<Stripe.CouponUpdateParams>('POST', '/v1/coupons/:id', {
    ...spec('update', ['metadata', 'name']),
    handle: ({ account }, params, [id = '']) => {
      const old = account.need('coupon', id)
      const name = params.name === undefined ? old.name : orNull(params.name)
      return account.update(
        'coupon',
        { ...old, name, metadata: mergeMetadata(old.metadata, params.metadata) },
        'coupon.updated',
      )
    },
  }),
  route('DELETE', '/v1/coupons/:id', { ...spec('delete'), handle: (call, _params, [id = '']) => remove(call, id) }),
]
