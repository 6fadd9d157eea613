import { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { DAY, type Day, invoicesOf, JUNE, openBench, openDay, refusalOf } from './support.ts'

/**
 * Prices (docs: "Recurring pricing models", "Tiered pricing", "Transform quantities"; SDK comments on Price). A tier's
 * upper bound belongs to it; volume prices all units by the tier reached, graduated each unit by its own tier.
 */
const bench = await openBench()

const TIERS = [
  { up_to: 5, unit_amount: 700 },
  { up_to: 10, unit_amount: 650 },
  { up_to: 'inf' as const, unit_amount: 600 },
]

const FLAT_TIERS = [
  { up_to: 5, unit_amount: 500, flat_amount: 1000 },
  { up_to: 10, unit_amount: 400, flat_amount: 2000 },
  { up_to: 'inf' as const, unit_amount: 300 },
]

type Tier = Stripe.PriceCreateParams.Tier

const tiered = async ({ stripe, product }: Day, mode: 'graduated' | 'volume', tiers: Tier[]): Promise<string> =>
  (
    await stripe.prices.create({
      product,
      currency: 'usd',
      billing_scheme: 'tiered',
      tiers_mode: mode,
      tiers,
      recurring: { interval: 'month' },
    })
  ).id

const firstTotal = async ({ stripe, customer }: Day, price: string, quantity: number): Promise<number | undefined> => {
  await stripe.subscriptions.create({ customer, items: [{ price, quantity }] })
  return (await invoicesOf(stripe, customer))[0]?.total
}

rules('SDK, Price.tiers_mode; docs, "Tiered pricing": volume', 'volume tiers', () => {
  it.each([
    [1, 700],
    [5, 3500], // 5 × 700: the bound belongs to its tier
    [6, 3900], // 6 × 650
    [10, 6500], // 10 × 650
    [11, 6600], // 11 × 600
    [20, 12_000], // 20 × 600
  ])('%d units cost %d', async (quantity, total) => {
    const day = await openDay(bench)
    expect(await firstTotal(day, await tiered(day, 'volume', TIERS), quantity)).toBe(total)
  })

  it.each([
    [3, 2500], // 1000 + 3 × 500
    [6, 4400], // 2000 + 6 × 400: only the flat amount of the tier reached
    [12, 3600], // 12 × 300
  ])('with flat amounts, %d units cost %d', async (quantity, total) => {
    const day = await openDay(bench)
    expect(await firstTotal(day, await tiered(day, 'volume', FLAT_TIERS), quantity)).toBe(total)
  })
})

rules('SDK, Price.tiers_mode; docs, "Tiered pricing": graduated', 'graduated tiers', () => {
  it.each([
    [1, 700],
    [5, 3500], // 5 × 700
    [6, 4150], // 3500 + 650
    [10, 6750], // 3500 + 5 × 650
    [11, 7350], // 6750 + 600
    [20, 12_750], // 6750 + 10 × 600
  ])('%d units cost %d', async (quantity, total) => {
    const day = await openDay(bench)
    expect(await firstTotal(day, await tiered(day, 'graduated', TIERS), quantity)).toBe(total)
  })

  it.each([
    [3, 2500], // 1000 + 3 × 500
    [6, 5900], // 1000 + 5 × 500, then 2000 + 1 × 400
    [12, 8100], // 3500 + 2000 + 5 × 400 + 2 × 300
  ])('with flat amounts, %d units cost %d', async (quantity, total) => {
    const day = await openDay(bench)
    expect(await firstTotal(day, await tiered(day, 'graduated', FLAT_TIERS), quantity)).toBe(total)
  })

  it('prorate by what each quantity costs', async () => {
    const day = await openDay(bench)
    const { stripe, customer, control } = day
    const price = await tiered(day, 'graduated', TIERS)
    const subscription = await stripe.subscriptions.create({ customer, items: [{ price, quantity: 5 }] })
    control.advanceTo(JUNE + 15 * DAY)
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id ?? '', quantity: 10 }],
    })
    const { data } = await stripe.invoiceItems.list({ customer, pending: true })
    // Halves of 3500 and of 6750.
    expect(data.map(({ amount }) => amount)).toEqual([3375, -1750])
  })

  it('are shown when asked for, and not otherwise', async () => {
    const day = await openDay(bench)
    const id = await tiered(day, 'graduated', FLAT_TIERS)
    const plain = await day.stripe.prices.retrieve(id)
    expect(plain).toMatchObject({ billing_scheme: 'tiered', tiers_mode: 'graduated', unit_amount: null })
    expect(plain.tiers).toBeUndefined()
    const { tiers } = await day.stripe.prices.retrieve(id, { expand: ['tiers'] })
    expect(tiers?.map(({ up_to, unit_amount, flat_amount }) => [up_to, unit_amount, flat_amount])).toEqual([
      [5, 500, 1000],
      [10, 400, 2000],
      [null, 300, null],
    ])
  })
})

rules('SDK, Price create, tiers, tiers_mode', 'tiers are refused', () => {
  const create = async (params: Partial<Stripe.PriceCreateParams>): Promise<Stripe.errors.StripeError> => {
    const { stripe, product } = await openDay(bench)
    return refusalOf(stripe.prices.create({ product, currency: 'usd', recurring: { interval: 'month' }, ...params }))
  }
  const scheme = { billing_scheme: 'tiered', tiers_mode: 'volume' } as const

  it('without a mode', async () => {
    expect(await create({ billing_scheme: 'tiered', tiers: TIERS })).toMatchObject({ param: 'tiers_mode' })
  })
  it('without the tiers', async () => {
    expect(await create(scheme)).toMatchObject({ code: 'parameter_missing', param: 'tiers' })
  })
  it('without an open end', async () => {
    expect(await create({ ...scheme, tiers: [{ up_to: 5, unit_amount: 1 }] })).toMatchObject({ statusCode: 400 })
  })
  it('out of order', async () => {
    const [a, b, c] = TIERS
    expect(await create({ ...scheme, tiers: [b, a, c].filter((one) => one !== undefined) })).toMatchObject({
      param: 'tiers[1][up_to]',
    })
  })
  it('together with transform_quantity', async () => {
    expect(await create({ ...scheme, tiers: TIERS, transform_quantity: { divide_by: 2, round: 'up' } })).toMatchObject({
      param: 'transform_quantity',
    })
  })
  it('together with a unit amount', async () => {
    expect(await create({ ...scheme, tiers: TIERS, unit_amount: 5 })).toMatchObject({ param: 'unit_amount' })
  })
})

rules('docs, "Transform quantities"', 'transform_quantity divides before it charges', () => {
  it.each([
    ['up', 1, 1000],
    ['up', 10, 1000],
    ['up', 11, 2000], // 1.1 packs
    ['down', 9, 0],
    ['down', 19, 1000], // 1.9 packs
    ['down', 20, 2000],
  ] as const)('rounding %s, %d units in packs of ten at 1000 cost %d', async (round, quantity, total) => {
    const day = await openDay(bench)
    const { id } = await day.stripe.prices.create({
      product: day.product,
      currency: 'usd',
      unit_amount: 1000,
      recurring: { interval: 'month' },
      transform_quantity: { divide_by: 10, round },
    })
    expect(await firstTotal(day, id, quantity)).toBe(total)
  })
})

rules('docs, "Decimal amounts"', 'unit_amount_decimal is rounded once, on the line', () => {
  it.each([
    ['0.5', 3, 2], // 1.5
    ['0.05', 1000, 50],
    ['12.345', 2, 25], // 24.69
    ['0.333333333333', 300, 100], // 99.9999999999
    ['99.99', 10, 1000], // 999.9
  ])('%s × %d is %d', async (unit, quantity, total) => {
    const day = await openDay(bench)
    const { id } = await day.stripe.prices.create({
      product: day.product,
      currency: 'usd',
      unit_amount_decimal: Stripe.Decimal.from(unit),
      recurring: { interval: 'month' },
    })
    expect(
      (
        await day.stripe.invoices.createPreview({
          customer: day.customer,
          subscription_details: { items: [{ price: id, quantity }] },
        })
      ).total,
    ).toBe(total)
  })
})

rules('docs, "Supported currencies": zero and three decimals', 'currencies without two decimals', () => {
  it.each([
    ['jpy', 500, 3, 1500], // 500 is ¥500
    ['krw', 12_900, 2, 25_800],
    ['kwd', 5120, 1, 5120], // 5.120 dinar
  ])('%s: %d × %d is %d in the smallest unit', async (currency, unit, quantity, total) => {
    const day = await openDay(bench)
    expect(await firstTotal(day, await day.monthly(unit, currency), quantity)).toBe(total)
  })

  it('refuses by name thousandths of a dinar that do not end in 0', async () => {
    const day = await openDay(bench)
    expect((await refusalOf(day.monthly(5124, 'kwd'))).statusCode).toBe(501)
  })

  it.each([
    ['isk', 12_050], // 120.50 króna
    ['ugx', 990],
  ])('refuses by name amounts in %s that do not end in 00: %d', async (currency, unit) => {
    const day = await openDay(bench)
    expect((await refusalOf(day.monthly(unit, currency))).statusCode).toBe(501)
    expect(await firstTotal(day, await day.monthly(12_000, currency), 2)).toBe(24_000)
  })

  it('prorates yen to whole yen', async () => {
    const day = await openDay(bench)
    const { stripe, customer, control } = day
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: await day.monthly(1001, 'jpy') }],
    })
    control.advanceTo(JUNE + 15 * DAY)
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id ?? '', price: await day.monthly(2000, 'jpy') }],
    })
    // 500.5 rounds away from zero; 1000.
    const { data } = await stripe.invoiceItems.list({ customer })
    expect(data.map(({ amount }) => amount)).toEqual([1000, -501])
  })

  it('takes a percentage of yen to whole yen', async () => {
    const day = await openDay(bench)
    await day.stripe.coupons.create({ id: 'YEN', percent_off: 15, duration: 'forever' })
    await day.stripe.subscriptions.create({
      customer: day.customer,
      items: [{ price: await day.monthly(1990, 'jpy') }],
      discounts: [{ coupon: 'YEN' }],
    })
    // 15 % of 1990 is 298.5, which rounds to 299.
    expect((await invoicesOf(day.stripe, day.customer))[0]?.total).toBe(1691)
  })
})
