import { describe, expect, test } from 'vitest'
import type {
  IntendedDiscount,
  IntendedDiscounts,
  NewCoupon,
  NewPromotionCode,
} from '../../server/ports/payment-writes.ts'
import { requestMetadata } from '../../server/ports/request-metadata.ts'
import {
  DAY,
  failureOf,
  iso,
  itemOf,
  JUNE,
  openPaymentDay,
  openSandbox,
  type PaymentDay,
} from '../support/payment-day.ts'

// Guarantee: a coupon, its code and where it hangs are made once, as they were meant, and can be found again by the
// coupon's id; a list of discounts is replaced whole and what is kept stays the same discount.

const sandbox = await openSandbox()
const metadata = requestMetadata({ request: 'req_1', step: 'coupon', ticket: '#1', team: 'T1', reason: 'outage' })

const fixed = (stripeId: string, over: Partial<NewCoupon> = {}): NewCoupon => ({
  stripeId,
  name: 'Outage, #1',
  off: { kind: 'amount', amount: { amount: 1050, currency: 'usd' } },
  duration: { kind: 'repeating', months: 3 },
  maxRedemptions: 1,
  redeemBy: iso(JUNE + 30 * DAY),
  productStripeIds: null,
  metadata,
  ...over,
})

const code = (couponStripeId: string, over: Partial<NewPromotionCode> = {}): NewPromotionCode => ({
  couponStripeId,
  code: 'kM7vRt4wQx9HnP',
  customerStripeId: null,
  maxRedemptions: 1,
  expiresAt: iso(JUNE + 20 * DAY),
  isFirstTimeOnly: true,
  metadata,
  ...over,
})

describe('a coupon', () => {
  test('has the id, the amount, the months and the limits that were meant', async () => {
    const { gateway, stripe, product } = await openPaymentDay(sandbox)
    const made = await gateway.createCoupon(fixed('cs-req-1', { productStripeIds: [product] }), 'req_1/coupon/1')
    expect(made).toEqual({
      stripeId: 'cs-req-1',
      name: 'Outage, #1',
      amountOff: { amount: 1050, currency: 'usd' },
      percentOff: null,
      duration: 'repeating',
      durationInMonths: 3,
      maxRedemptions: 1,
      timesRedeemed: 0,
      redeemBy: iso(JUNE + 30 * DAY),
      productStripeIds: [product],
      isValid: true,
      createdAt: iso(JUNE),
      metadata,
    })
    expect(await gateway.readCoupon('cs-req-1')).toEqual(made)
    expect((await stripe.coupons.retrieve('cs-req-1')).amount_off).toBe(1050)
  })

  test('in percent, for ever, without limits', async () => {
    const { gateway } = await openPaymentDay(sandbox)
    const made = await gateway.createCoupon(
      fixed('campaign', {
        off: { kind: 'percent', percent: 12.5 },
        duration: { kind: 'forever' },
        maxRedemptions: null,
        redeemBy: null,
      }),
      'req_1/coupon/1',
    )
    expect(made).toMatchObject({ percentOff: 12.5, amountOff: null, duration: 'forever', durationInMonths: null })
    expect(made).toMatchObject({ maxRedemptions: null, redeemBy: null, productStripeIds: null })
  })

  test('is one under one key; under another key its id is taken, and it can be adopted', async () => {
    const { gateway, stripe } = await openPaymentDay(sandbox)
    const coupon = fixed('cs-req-1', { duration: { kind: 'once' } })
    const made = await gateway.createCoupon(coupon, 'req_1/coupon/1')
    expect(await gateway.createCoupon(coupon, 'req_1/coupon/1')).toEqual(made)
    const failure = await failureOf(gateway.createCoupon(coupon, 'req_1/coupon/2'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { code: 'resource_already_exists' } })
    expect((await stripe.coupons.list()).data.map(({ id }) => id)).toEqual(['cs-req-1'])
    expect((await gateway.readCoupon('cs-req-1'))?.metadata['countersign_request']).toBe('req_1')
    expect(await gateway.readCoupon('cs-req-2')).toBeNull()
  })
})

describe('a promotion code', () => {
  const openCoupon = async (): Promise<PaymentDay> => {
    const day = await openPaymentDay(sandbox)
    await day.gateway.createCoupon(fixed('cs-req-1'), 'req_1/coupon/1')
    return day
  }

  test('is bound, limited and found through its coupon', async () => {
    const { gateway, customer } = await openCoupon()
    const meant = code('cs-req-1', { customerStripeId: customer, isFirstTimeOnly: false })
    const made = await gateway.createPromotionCode(meant, 'req_1/code/1')
    expect(made).toMatchObject({
      couponStripeId: 'cs-req-1',
      code: 'kM7vRt4wQx9HnP',
      customerStripeId: customer,
      isActive: true,
      maxRedemptions: 1,
      timesRedeemed: 0,
      expiresAt: iso(JUNE + 20 * DAY),
      isFirstTimeOnly: false,
      metadata,
    })
    expect(await gateway.createPromotionCode(meant, 'req_1/code/1')).toEqual(made)
    expect(await gateway.listPromotionCodes('cs-req-1')).toEqual([made])
    expect(await gateway.readPromotionCode(made.stripeId)).toEqual(made)
    expect(await gateway.readPromotionCode('promo_nobody')).toBeNull()
  })

  test('for a team that Stripe doesn’t know yet is unbound and for a first payment only', async () => {
    const { gateway } = await openCoupon()
    const made = await gateway.createPromotionCode(code('cs-req-1'), 'req_1/code/1')
    expect(made).toMatchObject({ customerStripeId: null, isFirstTimeOnly: true })
  })

  test('put away is put away, and putting it away again changes nothing', async () => {
    const { gateway, stripe } = await openCoupon()
    const made = await gateway.createPromotionCode(code('cs-req-1'), 'req_1/code/1')
    const away = await gateway.deactivatePromotionCode(made.stripeId, 'req_1/away/1')
    expect(away).toEqual({ ...made, isActive: false })
    expect(await gateway.deactivatePromotionCode(made.stripeId, 'req_1/away/2')).toEqual(away)
    expect((await stripe.promotionCodes.retrieve(made.stripeId)).active).toBe(false)
  })

  test('that is in use is refused, whatever its case', async () => {
    const { gateway } = await openCoupon()
    await gateway.createPromotionCode(code('cs-req-1'), 'req_1/code/1')
    const twin = code('cs-req-1', { code: 'KM7VRT4WQX9HNP' })
    const failure = await failureOf(gateway.createPromotionCode(twin, 'req_2/code/1'))
    expect(failure).toMatchObject({ failure: 'refused', retryable: false, stripe: { status: 400 } })
    expect(await gateway.listPromotionCodes('cs-req-1')).toHaveLength(1)
  })
})

describe('where discounts hang', () => {
  const live = async (day: PaymentDay, id: string) => (await day.gateway.readSubscription(id))?.discounts

  test('one coupon is applied, kept beside another, and both are cleared', async () => {
    const day = await openPaymentDay(sandbox)
    const { gateway } = day
    const { id } = await day.subscribe(3000)
    await gateway.createCoupon(fixed('first'), 'a')
    await gateway.createCoupon(fixed('second'), 'b')

    const intend = { subscriptionStripeId: id, items: [] }
    const apply = { ...intend, discounts: [{ kind: 'coupon' as const, couponStripeId: 'first' }] }
    const one = await gateway.replaceDiscounts(apply, 'req_1/apply/1')
    expect(one.discounts.map((row) => row.couponStripeId)).toEqual(['first'])
    expect(await gateway.replaceDiscounts(apply, 'req_1/apply/1')).toEqual(one)
    expect((await gateway.readCoupon('first'))?.timesRedeemed).toBe(1)

    const [hanging] = one.discounts
    const both = await gateway.replaceDiscounts(
      {
        ...intend,
        discounts: [
          { kind: 'keep', discountStripeId: hanging?.stripeId ?? '' },
          { kind: 'coupon', couponStripeId: 'second' },
        ],
      },
      'req_1/apply/2',
    )
    expect(both.discounts.map((row) => row.couponStripeId)).toEqual(['first', 'second'])
    expect(both.discounts[0]?.stripeId).toBe(hanging?.stripeId)
    expect((await live(day, id))?.onSubscription.map((row) => [row.couponStripeId, row.amountOff?.amount])).toEqual([
      ['first', 1050],
      ['second', 1050],
    ])

    const none = await gateway.replaceDiscounts({ ...intend, discounts: [] }, 'req_1/clear/1')
    expect(none.discounts).toEqual([])
    expect((await live(day, id))?.onSubscription).toEqual([])
  })

  test('a coupon whose time has passed, or that is used up, is refused, and what hung there still hangs', async () => {
    const day = await openPaymentDay(sandbox)
    const { gateway } = day
    const { id } = await day.subscribe(3000)
    await gateway.createCoupon(fixed('hangs'), 'a')
    await gateway.createCoupon(fixed('late', { redeemBy: iso(JUNE + DAY) }), 'b')
    const apply = (couponStripeId: string, key: string) =>
      gateway.replaceDiscounts(
        { subscriptionStripeId: id, items: [], discounts: [{ kind: 'coupon', couponStripeId }] },
        key,
      )
    await apply('hangs', 'c')
    day.control.advanceTo(JUNE + 2 * DAY)
    expect(await failureOf(apply('late', 'd'))).toMatchObject({ failure: 'refused', stripe: { status: 400 } })
    expect(await failureOf(apply('hangs', 'e'))).toMatchObject({ failure: 'refused', stripe: { status: 400 } })
    expect(await failureOf(apply('nowhere', 'f'))).toMatchObject({ stripe: { code: 'resource_missing' } })
    expect((await live(day, id))?.onSubscription.map((row) => row.couponStripeId)).toEqual(['hangs'])
  })

  test('an item’s own list is replaced and cleared, the subscription’s kept, and nothing is prorated', async () => {
    const day = await openPaymentDay(sandbox)
    const { gateway, customer } = day
    for (const id of ['old', 'fresh', 'whole']) await gateway.createCoupon(fixed(id), id)
    const subscription = await day.stripe.subscriptions.create({
      customer,
      items: [{ price: await day.monthly(9000), discounts: [{ coupon: 'old' }] }],
      discounts: [{ coupon: 'whole' }],
    })
    const { id } = subscription
    const [whole] = (await live(day, id))?.onSubscription ?? []
    const intend = (discounts: IntendedDiscount[]): IntendedDiscounts => ({
      subscriptionStripeId: id,
      discounts: [{ kind: 'keep', discountStripeId: whole?.stripeId ?? '' }],
      items: [{ itemStripeId: itemOf(subscription), discounts }],
    })
    day.control.advanceTo(JUNE + 15 * DAY)
    const replaced = await gateway.replaceDiscounts(intend([{ kind: 'coupon', couponStripeId: 'fresh' }]), 'req_1/a/1')
    expect(replaced.items[0]?.discounts.map((row) => row.couponStripeId)).toEqual(['fresh'])
    expect(replaced.discounts.map((row) => row.stripeId)).toEqual([whole?.stripeId])
    // June was billed with 10.50 off twice; July is too.
    expect((await gateway.previewNextInvoice(customer, id))?.total.amount).toBe(9000 - 1050 - 1050)
    const cleared = await gateway.replaceDiscounts(intend([]), 'req_1/b/1')
    expect(cleared.items[0]?.discounts).toEqual([])
    expect((await gateway.previewNextInvoice(customer, id))?.total.amount).toBe(9000 - 1050)
    expect(await gateway.listPendingItems(customer)).toEqual([])
  })

  test('every level is told apart', async () => {
    const day = await openPaymentDay(sandbox)
    const { gateway, stripe, customer } = day
    for (const id of ['ofItem', 'ofSubscription', 'ofCustomer']) await gateway.createCoupon(fixed(id), id)
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: await day.monthly(9000), discounts: [{ coupon: 'ofItem' }] }],
      discounts: [{ coupon: 'ofSubscription' }],
    })
    day.control.discountCustomer(customer, 'ofCustomer')
    const found = await live(day, subscription.id)
    expect(found?.onSubscription.map((row) => row.couponStripeId)).toEqual(['ofSubscription'])
    expect(found?.onCustomer.map((row) => [row.couponStripeId, row.on])).toEqual([['ofCustomer', 'customer']])
    expect(found?.onItems.map((item) => [item.itemStripeId, item.discounts.map((row) => row.couponStripeId)])).toEqual([
      [itemOf(subscription), ['ofItem']],
    ])

    await gateway.clearCustomerDiscount(customer, 'req_1/clear/1')
    expect((await live(day, subscription.id))?.onCustomer).toEqual([])
    await gateway.clearCustomerDiscount(customer, 'req_1/clear/2')
  })
})
