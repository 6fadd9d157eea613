// Guarantee: a campaign is never reckoned above its approved budget, names what it reaches outside of it, is never without an
// end, its sales are counted per code, and it can be ended at once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACTIONS } from '../../server/app/actions.ts'
import { askApproval } from '../../server/features/approvals/index.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { createCampaign, refreshLiability } from '../../server/features/coupons/index.ts'
import { endCampaign } from '../../server/features/coupons/end-campaign.ts'
import { listCampaigns } from '../../server/features/coupons/list-campaigns.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { AppError, GatewayError } from '../../server/kernel/errors.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'
import { type Approver, decide, drive, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { enterTeam, type Plan, sellPlan } from '../support/coupon-day.ts'
import { type Desk, openDesk } from '../support/desk.ts'

let desk: Desk
let ines: StaffActor
let jonas: Approver
let mara: Approver
let plan: Plan

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))
const usd = (amount: number) => ({ amount, currency: 'usd' })
const SUBJECT = {
  key: 'companion:campaigns',
  teamId: null,
  customerStripeId: null,
  name: 'Autumn',
  ticket: null,
  verificationId: null,
}

// 20 % of 40.00 is 8.00, three months of it 24.00, ten redemptions 240.00 USD.
const campaign = () => ({
  name: 'Autumn at Nordwind',
  partner: 'Nordwind Consulting',
  off: { kind: 'percent', percent: 20 },
  duration: { kind: 'repeating', months: 3 },
  productStripeIds: [plan.product],
  maxRedemptions: 10,
  endsAt: '2027-03-31T00:00:00.000Z',
  budget: usd(24_000),
  codes: ['NORDWIND-20', 'NORDWIND-NEWS'],
})

const ask = (over: Record<string, unknown> = {}) =>
  askApproval(desk.kernel, { actor: ines, requestId: 'req_ask' }, createCampaign, {
    subject: SUBJECT,
    payload: { ...campaign(), ...over },
    ask: someAsk('Agreed with the partner'),
  })

beforeAll(async () => {
  desk = await openDesk()
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
  mara = await seatApprover(desk.kernel, 'Mara Lindqvist')
  plan = await sellPlan(desk, 4000)
})
afterAll(() => desk.close())

describe('a campaign', () => {
  test('is approved, made once with each of its codes, and counts its sales per code', async () => {
    const { id, approversNeeded } = await ask()
    expect(approversNeeded).toBe(1)
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    await drive(desk.kernel)
    const coupon = await desk.stripe.coupons.retrieve(`cs-${id}`, { expand: ['applies_to'] })
    expect(coupon).toMatchObject({
      name: 'Autumn at Nordwind',
      percent_off: 20,
      duration: 'repeating',
      duration_in_months: 3,
      max_redemptions: 10,
      redeem_by: Date.UTC(2027, 2, 31) / 1000,
      applies_to: { products: [plan.product] },
    })
    const customer = await enterTeam(desk, 'buyer')
    const codes = (await desk.stripe.promotionCodes.list({ coupon: `cs-${id}` })).data
    expect(codes.map(({ code }) => code).toSorted()).toEqual(['NORDWIND-20', 'NORDWIND-NEWS'])
    const news = codes.find(({ code }) => code === 'NORDWIND-NEWS')?.id ?? ''
    const items = [{ price: plan.price }]
    await desk.stripe.subscriptions.create({ customer, items, discounts: [{ promotion_code: news }] })
    await refreshLiability(desk.kernel, desk.kernel.clock.now())
    const [shown] = await listCampaigns(desk.kernel)
    expect(shown).toMatchObject({
      id,
      state: 'running',
      terms: '20 % off, 3 months',
      each: usd(2400),
      spent: usd(2400),
      budget: usd(24_000),
      redemptions: 1,
    })
    expect(shown?.codes.map(({ code, redemptions }) => [code, redemptions])).toEqual([
      ['NORDWIND-20', 0],
      ['NORDWIND-NEWS', 1],
    ])
  })

  test('that could cost a cent more than its budget is refused', async () => {
    expect(await ask({ budget: usd(23_999) }).catch(codeOf)).toBe('CAMPAIGN_OVER_BUDGET')
  })

  test('in another currency than its budget, or that lies in the past, is refused', async () => {
    const off = { kind: 'amount', amount: { amount: 500, currency: 'eur' } }
    expect(await ask({ off }).catch(codeOf)).toBe('CURRENCY_DIFFERS')
    expect(await ask({ endsAt: '2026-11-20T12:40:00.000Z' }).catch(codeOf)).toBe('CAMPAIGN_OVER')
    expect(await ask({ productStripeIds: ['prod_none'] }).catch(codeOf)).toBe('PRICE_NOT_LISTED')
  })

  test('of a product without a price in the budget’s currency is refused, by name', async () => {
    const euros = await sellPlan(desk, 4000, { currency: 'eur' })
    await desk.stripe.prices.create({
      product: euros.product,
      currency: 'jpy',
      unit_amount: 500,
      recurring: { interval: 'month' },
    })
    const refusal = await ask({ productStripeIds: [plan.product, euros.product] }).catch((error: unknown) => error)
    expect(codeOf(refusal)).toBe('CAMPAIGN_CURRENCY')
    expect(refusal).toMatchObject({
      data: {
        products: [{ name: 'Starter', currencies: ['eur', 'jpy'] }],
        words: 'Starter is sold in EUR and JPY, not in USD.',
      },
    })
  })

  test('names what a percentage reaches outside the budget, and stops where that changes', async () => {
    const both = await sellPlan(desk, 4000)
    const sellIn = (currency: string) =>
      desk.stripe.prices.create({
        product: both.product,
        currency,
        unit_amount: 9_000,
        recurring: { interval: 'month' },
      })
    await sellIn('eur')
    const { id } = await ask({ productStripeIds: [both.product], codes: ['BOTH-20'], name: 'Both' })
    const request = () => readRequest(desk.kernel, jonas.actor, ACTIONS, id)
    const { card } = await request()
    expect(card.warnings).toContain('Starter is sold in EUR too: what is redeemed there is outside the budget.')
    // 20 % of 40.00 USD over three months for ten: what is sold in euros counts for nothing.
    expect(card.lines.find(({ label }) => label === 'Budget')?.after).toBe('240.00 USD of 240.00 USD')
    await sellIn('gbp')
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    expect((await request()).outcome).toEqual({
      kind: 'stale',
      differences: [
        { what: 'Outside the budget', was: 'Starter is sold in EUR', now: 'Starter is sold in EUR and GBP' },
      ],
    })
    // A fixed amount is redeemed in its own currency alone.
    const off = { kind: 'amount', amount: usd(800) }
    const fixed = await ask({ off, productStripeIds: [both.product], codes: ['FIXED-8'], name: 'Fixed' })
    const { card: told } = await readRequest(desk.kernel, jonas.actor, ACTIONS, fixed.id)
    expect(told.warnings).toEqual([])
  })

  test('without an end needs two approvers', async () => {
    // Twelve months of 8.00 for ten: 960.00 USD.
    const forever = { duration: { kind: 'forever' }, budget: usd(96_000), codes: ['EVER-20'], name: 'For ever' }
    const { id, approversNeeded } = await ask(forever)
    expect(approversNeeded).toBe(2)
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    expect(await desk.stripe.coupons.retrieve(`cs-${id}`).catch(() => null)).toBeNull()
    await decide(desk.kernel, mara, id)
    await drive(desk.kernel)
    expect((await desk.stripe.coupons.retrieve(`cs-${id}`)).duration).toBe('forever')
  })

  test('is ended at once: no code works any more, and the log says why', async () => {
    const { id } = await ask({ codes: ['SHORT-20'], name: 'Short' })
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    const asking = { actor: ines, requestId: 'req_end' }
    await endCampaign(desk.kernel, asking, { id, reason: 'The partner left' })
    const [code] = (await desk.stripe.promotionCodes.list({ coupon: `cs-${id}` })).data
    expect(code?.active).toBe(false)
    expect((await listCampaigns(desk.kernel)).find((one) => one.id === id)?.state).toBe('ended')
    const again = endCampaign(desk.kernel, asking, { id, reason: 'The partner left' })
    expect(await again.catch(codeOf)).toBe('CAMPAIGN_OVER')
    const noted = await desk.kernel.db
      .selectFrom('auditEntry')
      .selectAll()
      .where('action', '=', 'campaign.ended')
      .execute()
    expect(noted.map(({ subjectId, reason }) => [subjectId, reason])).toEqual([[id, 'The partner left']])
  })

  test('is ended by the next click, where Stripe failed at the first and replays that failure', async () => {
    const { id } = await ask({ codes: ['REPLAY-20'], name: 'Replay' })
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    const { stripe } = desk.kernel
    const failed = new Set<string>()
    const failing: PaymentGateway = {
      ...stripe,
      deactivatePromotionCode: async (code, key) => {
        if (failed.size > 0 && !failed.has(key)) return stripe.deactivatePromotionCode(code, key)
        failed.add(key)
        throw new GatewayError('stripe', 'failed', { retryable: true })
      },
    }
    const kernel = { ...desk.kernel, stripe: failing }
    const click = (requestId: string) =>
      endCampaign(kernel, { actor: ines, requestId }, { id, reason: 'The partner left' })
    await expect(click('req_first')).rejects.toThrow(GatewayError)
    await click('req_second')
    const [code] = (await desk.stripe.promotionCodes.list({ coupon: `cs-${id}` })).data
    expect(code?.active).toBe(false)
  })
})
