import { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { type Day, invoicesOf, openBench, openDay, refusalOf } from './support.ts'

/** Amounts below a cent in tiers. A tier is multiplied first and rounded then, like any decimal price. */
const bench = await openBench()

const cents = (text: string) => Stripe.Decimal.from(text)

type Tiers = Stripe.PriceCreateParams.Tier[]

const TIERS: Tiers = [
  { up_to: 100, unit_amount_decimal: cents('0.55') },
  { up_to: 'inf', unit_amount_decimal: cents('0.3') },
]

const priceOf = async ({ stripe, product }: Day, mode: 'graduated' | 'volume', tiers: Tiers): Promise<string> => {
  const scheme = { billing_scheme: 'tiered', tiers_mode: mode, tiers } as const
  return (await stripe.prices.create({ product, currency: 'usd', recurring: { interval: 'month' }, ...scheme })).id
}

const subscribe = async (day: Day, price: string, quantity: number) =>
  day.stripe.subscriptions.create({ customer: day.customer, items: [{ price, quantity }] })

const costOf = async (mode: 'graduated' | 'volume', quantity: number, tiers = TIERS): Promise<number | undefined> => {
  const day = await openDay(bench)
  await subscribe(day, await priceOf(day, mode, tiers), quantity)
  return (await invoicesOf(day.stripe, day.customer))[0]?.subtotal
}

rules(
  'SDK, Price tiers unit_amount_decimal; docs, "Decimal amounts": multiplied, then rounded',
  'decimal tiers',
  () => {
    it.each([
      [1, 1], // 0.55
      [7, 4], // 3.85
      [100, 55],
      [101, 30], // 30.3, all at the second tier
      [1005, 302], // 301.5
    ])('volume: %d units cost %d', async (quantity, total) => {
      expect(await costOf('volume', quantity)).toBe(total)
    })

    it.each([
      [50, 28], // 27.5
      [100, 55],
      [110, 58], // 55 + 3
      [101, 55], // 55 + 0.3
      [105, 57], // 55 + 1.5
    ])('graduated: %d units cost %d', async (quantity, total) => {
      expect(await costOf('graduated', quantity)).toBe(total)
    })

    it('a flat amount comes on top: 5.00 + 15 × 0.125 cents', async () => {
      const tiers: Tiers = [{ up_to: 'inf', unit_amount_decimal: cents('0.125'), flat_amount_decimal: cents('500') }]
      // 1.875 → 2.
      expect(await costOf('volume', 15, tiers)).toBe(502)
    })

    it('are shown as whole amounts only where they are', async () => {
      const day = await openDay(bench)
      const tiers: Tiers = [
        { up_to: 5, unit_amount_decimal: cents('2.50'), flat_amount: 100 },
        { up_to: 'inf', unit_amount_decimal: cents('2') },
      ]
      const shown = await day.stripe.prices.retrieve(await priceOf(day, 'volume', tiers), { expand: ['tiers'] })
      expect(
        shown.tiers?.map((tier) => [tier.unit_amount, String(tier.unit_amount_decimal), tier.flat_amount]),
      ).toEqual([
        [null, '2.5', 100],
        [2, '2', null],
      ])
      expect(shown.tiers?.map((tier) => tier.flat_amount_decimal && String(tier.flat_amount_decimal))).toEqual([
        '100',
        null,
      ])
    })
  },
)

rules('SDK, PriceCreateParams.Tier', 'what a tier cannot be', () => {
  it.each([
    ['both whole and decimal', { unit_amount: 1, unit_amount_decimal: cents('1') }, 'tiers[0][unit_amount]'],
    ['a flat amount below a cent', { flat_amount_decimal: cents('0.5') }, 'tiers[0][flat_amount_decimal]'],
    ['negative', { unit_amount_decimal: cents('-1') }, 'tiers[0][unit_amount]'],
    ['without any amount', {}, 'tiers[0][unit_amount]'],
  ])('%s', async (_what, tier, param) => {
    const day = await openDay(bench)
    const asked = priceOf(day, 'volume', [{ up_to: 'inf', ...tier }])
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 400, param })
  })
})

rules('Not documented: whether graduated tiers are rounded one by one or together', 'refusals by name', () => {
  const HALVES: Tiers = [
    { up_to: 3, unit_amount_decimal: cents('0.5') },
    { up_to: 'inf', unit_amount_decimal: cents('0.5') },
  ]

  // 3 × 0.5 and 3 × 0.5 would be 2 + 2 one by one, and 3 together.
  it('a quantity with fractions in two tiers', async () => {
    const day = await openDay(bench)
    const price = await priceOf(day, 'graduated', HALVES)
    expect(await refusalOf(subscribe(day, price, 6))).toMatchObject({ statusCode: 501, param: 'quantity' })
    // 1.5 + 1: only one of them is a fraction.
    await subscribe(day, price, 5)
    expect((await invoicesOf(day.stripe, day.customer))[0]?.subtotal).toBe(3)
  })

  it('a change to such a quantity, even when it is not prorated', async () => {
    const day = await openDay(bench)
    const made = await subscribe(day, await priceOf(day, 'graduated', HALVES), 5)
    const items = [{ id: made.items.data[0]?.id ?? '', quantity: 6 }]
    const asked = day.stripe.subscriptions.update(made.id, { items, proration_behavior: 'none' })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 501, param: 'quantity' })
  })

  it('such tiers for usage, which is only counted when it is billed', async () => {
    const day = await openDay(bench)
    const meter = await day.stripe.billing.meters.create({
      display_name: 'Calls',
      event_name: 'call',
      default_aggregation: { formula: 'sum' },
    })
    const asked = day.stripe.prices.create({
      product: day.product,
      currency: 'usd',
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      tiers: HALVES,
      recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 501, param: 'tiers[0][unit_amount_decimal]' })
  })
})
