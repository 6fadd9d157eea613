import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { DAY, type Day, draftOf, invoicesOf, JUNE, openBench, openDay, refusalOf } from './support.ts'

/**
 * Discounts (docs: "Flexible coupons and promotion codes"; SDK, Coupon and Discount): in the order of the list, each on
 * what is left; items before the whole; the excess of a fixed amount is lost.
 */
const bench = await openBench()

/** `p20`: 20 percent; `a500`: 500 minor units. */
const couponOf = async ({ stripe }: Day, spec: string, currency = 'usd'): Promise<{ coupon: string }> => {
  const size = Number(spec.slice(1))
  const params: Stripe.CouponCreateParams = spec.startsWith('p')
    ? { percent_off: size }
    : { amount_off: size, currency }
  const { id } = await stripe.coupons.create({ ...params, duration: 'forever' })
  return { coupon: id }
}

const couponsOf = async (day: Day, specs: readonly string[], currency?: string) => {
  const made: { coupon: string }[] = []
  for (const spec of specs) made.push(await couponOf(day, spec, currency))
  return made
}

rules('docs, "Flexible coupons and promotion codes": stacking, in the order of the list', 'one after the other', () => {
  // [amount, discounts in order, what each takes]
  it.each([
    [10_000, ['p20'], [2000]],
    [10_000, ['a500'], [500]],
    [10_000, ['p20', 'a500'], [2000, 500]], // 8000 left, 500 off
    [10_000, ['a500', 'p20'], [500, 1900]], // 20 % of 9500
    [10_000, ['p10', 'p10'], [1000, 900]], // 10 % of 9000: 19 % together
    [10_000, ['p50', 'p50', 'p50'], [5000, 2500, 1250]],
    [10_000, ['p100', 'a500'], [10_000, 0]], // nothing left to take
    [300, ['a500'], [300]], // the excess is lost
    [300, ['a200', 'a200'], [200, 100]],
    [999, ['p33.33'], [333]], // 332.9667
    [15, ['p50'], [8]], // 7.5 rounds up
    [5, ['p10', 'p10'], [1, 0]], // 0.5 rounds to 1; 0.4 to 0
    [10_000, ['p12.5', 'p12.5'], [1250, 1094]], // 12.5 % of 8750 is 1093.75
  ])('%d under %j loses %j', async (amount, specs, expected) => {
    const day = await openDay(bench)
    const invoice = await draftOf(day, [amount], { discounts: await couponsOf(day, specs) })
    const taken = (invoice.total_discount_amounts ?? []).map((one) => one.amount)
    expect(taken).toEqual(expected)
    expect(invoice.total).toBe(amount - expected.reduce((sum, one) => sum + one, 0))
    expect(invoice.subtotal).toBe(amount)
  })
})

rules('SDK, Coupon.amount_off, InvoiceLineItem.discount_amounts, discountable', 'over several lines', () => {
  it.each([
    [[3000, 7000], 'a1000', [300, 700]], // in proportion
    [[1, 1, 1], 'a1', [0, 1, 0]], // 1/3 rounds to 0, then 1/2 to 1
    [[1000, 2000, 3000], 'p10', [100, 200, 300]],
    [[15, 15], 'p10', [2, 2]], // 1.5 each, rounded by line
    [[100, 200], 'a1000', [100, 200]], // no more than there is
    [[10_000, -2000], 'p10', [1000, 0]], // a negative line is not discounted
  ])('%j under %s lose %j', async (amounts, spec, expected) => {
    const day = await openDay(bench)
    const { lines } = await draftOf(day, amounts, { discounts: [await couponOf(day, spec)] })
    const byAmount = lines.data.map(({ amount, discount_amounts: taken }) => [
      amount,
      (taken ?? []).reduce((sum, one) => sum + one.amount, 0),
    ])
    const wanted = amounts.map((amount, at) => [amount, expected[at]])
    const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).toSorted()
    expect(sorted(byAmount)).toEqual(sorted(wanted))
  })

  it('leaves a line alone that is not discountable', async () => {
    const day = await openDay(bench)
    const { id } = await draftOf(day, [1000], { discounts: [await couponOf(day, 'p50')] })
    const line = { customer: day.customer, invoice: id, amount: 1000, currency: 'usd', discountable: false }
    await day.stripe.invoiceItems.create(line)
    // 1000 − 500 + 1000
    expect((await day.stripe.invoices.retrieve(id)).total).toBe(1500)
  })

  it('an item’s own discount acts before the invoice’s: (2000 − 50 %) − 10 %', async () => {
    const day = await openDay(bench)
    const { id } = await draftOf(day, [], { discounts: [await couponOf(day, 'p10')] })
    await day.stripe.invoiceItems.create({
      customer: day.customer,
      invoice: id,
      amount: 2000,
      currency: 'usd',
      discounts: [await couponOf(day, 'p50')],
    })
    expect((await day.stripe.invoices.retrieve(id)).total).toBe(900)
  })
})

const subscribe = async (day: Day, params: Partial<Stripe.SubscriptionCreateParams>) =>
  day.stripe.subscriptions.create({ customer: day.customer, items: [{ price: await day.monthly(10_000) }], ...params })

const totalsAfter = async (day: Day, months: number): Promise<number[]> => {
  day.control.advanceTo(JUNE + (months * 31 + 1) * DAY)
  return (await invoicesOf(day.stripe, day.customer)).slice(0, months + 1).map(({ total }) => total)
}

rules('SDK, Coupon.duration, Discount.end', 'the duration of a coupon', () => {
  it.each([
    [{ duration: 'once' as const }, [7500, 10_000, 10_000]],
    [{ duration: 'forever' as const }, [7500, 7500, 7500]],
    // Applied on 1 June for a month: over on 1 July, when the second invoice is made.
    [{ duration: 'repeating' as const, duration_in_months: 1 }, [7500, 10_000, 10_000]],
    [{ duration: 'repeating' as const, duration_in_months: 2 }, [7500, 7500, 10_000]],
  ])('%j bills %j', async (duration, expected) => {
    const day = await openDay(bench)
    const { id } = await day.stripe.coupons.create({ percent_off: 25, ...duration })
    await subscribe(day, { discounts: [{ coupon: id }] })
    expect(await totalsAfter(day, 2)).toEqual(expected)
  })

  it('repeating ends its months after it was applied', async () => {
    const day = await openDay(bench)
    const { id } = await day.stripe.coupons.create({ percent_off: 25, duration: 'repeating', duration_in_months: 3 })
    const made = await subscribe(day, { discounts: [{ coupon: id }], expand: ['discounts'] })
    const [discount] = made.discounts
    // 1 September 2026, 92 days later.
    expect(typeof discount === 'object' && discount.end).toBe(JUNE + 92 * DAY)
  })
})

rules('docs, "Flexible coupons and promotion codes": customer, subscription, item', 'whose discount acts', () => {
  it('the subscription’s, not the customer’s', async () => {
    const day = await openDay(bench)
    const [own, other] = await couponsOf(day, ['p10', 'p50'])
    day.control.discountCustomer(day.customer, other?.coupon ?? '')
    await subscribe(day, { discounts: own === undefined ? [] : [own] })
    expect(await totalsAfter(day, 0)).toEqual([9000])
  })

  it('the customer’s where the subscription has none', async () => {
    const day = await openDay(bench)
    const { coupon } = await couponOf(day, 'p50')
    day.control.discountCustomer(day.customer, coupon)
    await subscribe(day, {})
    expect(await totalsAfter(day, 0)).toEqual([5000])
  })

  it('an item’s before the subscription’s: 10000 − 50 % − 1000', async () => {
    const day = await openDay(bench)
    const [item, whole] = await couponsOf(day, ['p50', 'a1000'])
    await subscribe(day, {
      items: [{ price: await day.monthly(10_000), discounts: item === undefined ? [] : [item] }],
      discounts: whole === undefined ? [] : [whole],
    })
    expect(await totalsAfter(day, 0)).toEqual([4000])
  })
})

rules('SDK, Coupon.applies_to, Coupon.currency', 'what a coupon is tied to', () => {
  it('only its products', async () => {
    const day = await openDay(bench)
    const other = await day.stripe.products.create({ name: 'Other' })
    const price = await day.stripe.prices.create({
      product: other.id,
      currency: 'usd',
      unit_amount: 4000,
      recurring: { interval: 'month' },
    })
    const { id } = await day.stripe.coupons.create({
      percent_off: 50,
      duration: 'forever',
      applies_to: { products: [other.id] },
    })
    await subscribe(day, {
      items: [{ price: await day.monthly(10_000) }, { price: price.id }],
      discounts: [{ coupon: id }],
    })
    // 10000 + 4000 / 2
    expect(await totalsAfter(day, 0)).toEqual([12_000])
  })

  it('its currency', async () => {
    const day = await openDay(bench)
    const asked = subscribe(day, { discounts: [await couponOf(day, 'a500', 'eur')] })
    expect((await refusalOf(asked)).statusCode).toBe(400)
  })

  it('a fixed amount of yen takes whole yen', async () => {
    const day = await openDay(bench)
    const discounts = [await couponOf(day, 'a300', 'jpy')]
    expect((await draftOf(day, [2000], { currency: 'jpy', discounts })).total).toBe(1700)
  })
})

rules('SDK, PromotionCode.restrictions', 'a promotion code for first transactions', () => {
  it('is refused to a customer who has paid before', async () => {
    const day = await openDay(bench)
    const { coupon } = await couponOf(day, 'p10')
    const { id } = await day.stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon },
      restrictions: { first_time_transaction: true },
    })
    await subscribe(day, { discounts: [{ promotion_code: id }] })
    expect(await totalsAfter(day, 0)).toEqual([9000])
    expect((await refusalOf(subscribe(day, { discounts: [{ promotion_code: id }] }))).statusCode).toBe(400)
  })

  it('is refused to one who has paid by an intent of its own', async () => {
    const day = await openDay(bench)
    const { coupon } = await couponOf(day, 'p10')
    const promotion = { type: 'coupon', coupon } as const
    const { id } = await day.stripe.promotionCodes.create({ promotion, restrictions: { first_time_transaction: true } })
    const { data } = await day.stripe.paymentMethods.list({ customer: day.customer })
    await day.stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      customer: day.customer,
      payment_method: data[0]?.id ?? '',
      confirm: true,
      allowed_payment_method_types: ['card'],
    })
    expect((await refusalOf(subscribe(day, { discounts: [{ promotion_code: id }] }))).statusCode).toBe(400)
  })
})

rules('SDK, PromotionCodeCreateParams.expires_at', 'a promotion code', () => {
  it('expires with its coupon at the latest', async () => {
    const { stripe } = await openDay(bench)
    const { id: coupon } = await stripe.coupons.create({ percent_off: 5, redeem_by: JUNE + DAY })
    const code = (expires_at: number) =>
      stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon }, expires_at })
    expect(await refusalOf(code(JUNE + DAY + 1))).toMatchObject({ statusCode: 400, param: 'expires_at' })
    expect((await code(JUNE + DAY)).expires_at).toBe(JUNE + DAY)
  })
})
