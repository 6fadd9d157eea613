// Guarantee: a change of plan, interval or quantity is billed as its card showed, once, whatever happens to the replies;
// what moved in between makes it stale, and nothing is sent.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, describe, expect, test } from 'vitest'
import { DAY, JUNE } from '../support/payment-day.ts'
import { MIDDLE, openSubscriptionDesk, usd } from '../support/subscription-desk.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

const MODES = ['classic', 'flexible'] as const

const halfway = async (amount = 3000, mode: (typeof MODES)[number] = 'flexible') => {
  const at = await openSubscriptionDesk(sandbox)
  const theirs = await at.subscribe(amount, { billing_mode: { type: mode } })
  at.moveTo(MIDDLE)
  return { ...at, ...theirs }
}

const lineOf = (
  request: { card: { lines: { label: string; before: string | null; after: string }[] } },
  label: string,
) => request.card.lines.find((line) => line.label === label)

describe.each(MODES)('in the middle of a month, %s', (mode) => {
  test('a dearer plan at once is half of 60.00 less half of 30.00: 15.00 now, 60.00 at the renewal', async () => {
    const at = await halfway(3000, mode)
    const dearer = await at.newPrice(6000)
    const wish = at.change(at.id, [{ kind: 'update', itemStripeId: at.item, priceStripeId: dearer, quantity: null }])
    const asked = await at.read(await at.ask(wish))
    expect(lineOf(asked, 'Billed now')?.after).toBe('15.00 USD')
    expect(lineOf(asked, 'Next renewal')).toMatchObject({
      before: '30.00 USD on 1 Jul 2026',
      after: '60.00 USD on 1 Jul 2026',
    })
    expect(lineOf(asked, 'Sum of prorations')?.after).toBe('15.00 USD')
    expect(lineOf(asked, 'Billing mode')?.after).toContain(mode)
    await at.approve(asked.id)
    await at.driveOn(1)
    expect(await at.read(asked.id)).toMatchObject({ state: 'done', outcome: { kind: 'done', surprises: [] } })
    expect(await at.invoices(at.id)).toEqual([
      { total: 3000, status: 'paid' },
      { total: 1500, status: 'paid' },
    ])
    at.moveTo(JUNE + 31 * DAY)
    expect((await at.invoices(at.id)).at(-1)?.total).toBe(6000)
  })

  test('a cheaper plan leaves half of 30.00 less half of 10.00 to the next invoice: 10.00 − 10.00', async () => {
    const at = await halfway(3000, mode)
    const cheaper = await at.newPrice(1000)
    const wish = at.change(at.id, [{ kind: 'update', itemStripeId: at.item, priceStripeId: cheaper, quantity: null }], {
      proration: 'create_prorations',
    })
    const done = await at.carryOut(wish)
    // −15.00 unused + 5.00 for the rest of June = −10.00; July is 10.00: nothing is left to pay.
    expect(lineOf(done, 'Sum of prorations')?.after).toBe('-10.00 USD')
    expect(lineOf(done, 'Billed now')?.after).toBe('nothing')
    expect(lineOf(done, 'Next renewal')?.after).toBe('0.00 USD on 1 Jul 2026')
    expect(done).toMatchObject({ state: 'done', outcome: { kind: 'done', surprises: [] } })
    at.moveTo(JUNE + 31 * DAY)
    expect((await at.invoices(at.id)).map(({ total }) => total)).toEqual([3000, 0])
  })

  test('three seats instead of one at once are 2 × half of 30.00 = 30.00', async () => {
    const at = await halfway(3000, mode)
    const wish = at.change(at.id, [{ kind: 'update', itemStripeId: at.item, priceStripeId: null, quantity: 3 }])
    expect(await at.carryOut(wish)).toMatchObject({ state: 'done', outcome: { surprises: [] } })
    expect((await at.invoices(at.id)).at(-1)).toEqual({ total: 3000, status: 'paid' })
  })

  test('a year instead of a month starts now: 300.00 less half of 30.00 = 285.00', async () => {
    const at = await halfway(3000, mode)
    const yearly = await at.newPrice(30_000, { recurring: { interval: 'year' } })
    const wish = at.change(at.id, [{ kind: 'update', itemStripeId: at.item, priceStripeId: yearly, quantity: null }])
    const done = await at.carryOut(wish)
    expect(lineOf(done, 'Billed now')?.after).toBe('285.00 USD')
    expect(lineOf(done, 'Next renewal')?.after).toBe('300.00 USD before discounts and tax on 16 Jun 2027')
    expect(done.card.warnings).toContain('Another interval starts a new period at once: it is billed now.')
    expect(done).toMatchObject({ state: 'done', outcome: { surprises: [] } })
    expect((await at.invoices(at.id)).at(-1)).toEqual({ total: 28_500, status: 'paid' })
  })
})

describe('approved days later', () => {
  test('bills what was shown, since prorations are counted from the moment in the request', async () => {
    const at = await halfway()
    const wish = at.change(at.id, [{ kind: 'update', itemStripeId: at.item, priceStripeId: null, quantity: 2 }])
    const id = await at.ask(wish)
    at.moveTo(MIDDLE + 2 * DAY)
    await at.approve(id)
    await at.driveOn(1)
    expect(await at.read(id)).toMatchObject({ state: 'done', outcome: { surprises: [] } })
    expect((await at.invoices(at.id)).at(-1)?.total).toBe(1500)
  })

  test('is stale when somebody moved the quantity, with the difference, and nothing is sent', async () => {
    const at = await halfway()
    const wish = at.change(at.id, [{ kind: 'update', itemStripeId: at.item, priceStripeId: null, quantity: 2 }])
    const id = await at.ask(wish)
    await at.stripe.subscriptions.update(at.id, { items: [{ id: at.item, quantity: 5 }], proration_behavior: 'none' })
    await at.approve(id)
    await at.driveOn(1)
    const ended = await at.read(id)
    expect(ended.state).toBe('stale')
    expect(ended.outcome).toMatchObject({
      kind: 'stale',
      differences: expect.arrayContaining([
        { what: 'Items', was: `${at.item} ${at.price} × 1`, now: `${at.item} ${at.price} × 5` },
      ]),
    })
    expect((await at.stripe.subscriptions.retrieve(at.id)).items.data[0]?.quantity).toBe(5)
    expect(await at.invoices(at.id)).toHaveLength(1)
  })

  test('is stale when the price was archived', async () => {
    const at = await halfway()
    const dearer = await at.newPrice(6000)
    const wish = at.change(at.id, [{ kind: 'update', itemStripeId: at.item, priceStripeId: dearer, quantity: null }])
    const id = await at.ask(wish)
    await at.stripe.prices.update(dearer, { active: false })
    await at.approve(id)
    await at.driveOn(1)
    expect(await at.read(id)).toMatchObject({
      state: 'stale',
      outcome: { differences: [{ what: 'Can be done', now: 'That price is not in the catalogue any more.' }] },
    })
  })
})

describe('when Stripe’s answer is lost', () => {
  test.each(['drop_after', 'drop_before', 'error_after', 'error_before', 'timeout_after'] as const)(
    '%s: changed once, billed once',
    async (kind) => {
      const at = await halfway()
      const id = await at.ask(
        at.change(at.id, [{ kind: 'update', itemStripeId: at.item, priceStripeId: null, quantity: 2 }]),
      )
      await at.approve(id)
      at.fail({ kind, path: `/v1/subscriptions/${at.id}` })
      await at.driveOn()
      expect(await at.read(id)).toMatchObject({ state: 'done', outcome: { kind: 'done', surprises: [] } })
      expect((await at.invoices(at.id)).map(({ total }) => total)).toEqual([3000, 1500])
      expect((await at.stripe.subscriptions.retrieve(at.id)).items.data[0]?.quantity).toBe(2)
    },
  )
})

describe('a card that declines', () => {
  test('takes the whole change back: failed, in Stripe’s words, and no money moved', async () => {
    const at = await halfway()
    const method = await at.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: at.customer })
    await at.stripe.customers.update(at.customer, { invoice_settings: { default_payment_method: method.id } })
    const wish = at.change(at.id, [{ kind: 'update', itemStripeId: at.item, priceStripeId: null, quantity: 2 }])
    const ended = await at.carryOut(wish)
    expect(ended).toMatchObject({ state: 'failed', outcome: { kind: 'failed', hasMoneyMoved: false } })
    expect((await at.stripe.subscriptions.retrieve(at.id)).items.data[0]?.quantity).toBe(1)
  })
})

describe('the team’s own key', () => {
  test('is not written onto a subscription made by hand, which stays marked as such', async () => {
    const at = await openSubscriptionDesk(sandbox)
    await at.subscribe(3000)
    const other = await at.subscribe(1000, { metadata: {} })
    at.moveTo(MIDDLE)
    const done = await at.carryOut(
      at.change(other.id, [{ kind: 'update', itemStripeId: other.item, priceStripeId: null, quantity: 2 }]),
    )
    expect(done.card.warnings).toContain('This subscription was made by hand. It is not the platform’s own.')
    expect(done.state).toBe('done')
    const { metadata } = await at.stripe.subscriptions.retrieve(other.id)
    expect(metadata).toMatchObject({ countersign_request: done.id })
    expect(metadata).not.toHaveProperty('team')
    expect(done.outcome).toMatchObject({ results: { change: { invoiceTotal: usd(500) } } })
  })
})

describe('items', () => {
  test('come and go in one change: 2 × half of 5.00 come, half of 30.00 goes', async () => {
    const at = await halfway()
    const [extra, other] = [await at.newPrice(500), await at.newPrice(1000)]
    const kept = await at.stripe.subscriptionItems.create({
      subscription: at.id,
      price: other,
      proration_behavior: 'none',
    })
    const done = await at.carryOut(
      at.change(at.id, [
        { kind: 'remove', itemStripeId: at.item },
        { kind: 'add', priceStripeId: extra, quantity: 2 },
      ]),
    )
    // +5.00 − 15.00 = −10.00
    expect(done.outcome).toMatchObject({
      kind: 'done',
      surprises: [],
      results: { change: { invoiceTotal: usd(-1000) } },
    })
    const { items } = await at.stripe.subscriptions.retrieve(at.id)
    expect(new Map(items.data.map((one) => [one.price.id, one.quantity]))).toEqual(
      new Map([
        [kept.price.id, 1],
        [extra, 2],
      ]),
    )
  })
})
