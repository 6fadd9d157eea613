// Guarantee: a code for a team that Stripe doesn't know rests on a fresh verdict that says so and on an approver's word; it
// works once, for a first payment, for thirty days; and whoever else redeems it is told.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askApproval } from '../../server/features/approvals/index.ts'
import { proveUnknown, refreshLiability, shareCode } from '../../server/features/coupons/index.ts'
import { readLiability } from '../../server/features/coupons/read-liability.ts'
import { verifyTicket } from '../../server/features/cases/index.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { type Approver, decide, drive, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { enterTeam, months, type Plan, sellPlan } from '../support/coupon-day.ts'
import { type Desk, NOW, openDesk } from '../support/desk.ts'

const DAY_MS = 24 * 3_600_000

let desk: Desk
let ines: StaffActor
let jonas: Approver
let plan: Plan

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))

const askVerdict = async (teamId: string, ticket = `#${teamId}`) => {
  const asked = { teamId, ticket, text: '', requesterEmail: '', stripeId: '' }
  return (await verifyTicket(desk.kernel, { actor: ines, requestId: 'req_verify' }, asked)).strength
}

const askShared = async (teamId: string) => {
  const subject = await proveUnknown(desk.kernel, { teamId, ticket: `#${teamId}` })
  return askApproval(desk.kernel, { actor: ines, requestId: 'req_ask' }, shareCode, {
    subject,
    payload: { priceStripeId: plan.price, quantity: 1, share: months(1), reasonId: 'prepaid-deal' },
    ask: someAsk('They paid by wire before they entered a card'),
  })
}

const giveShared = async (teamId: string): Promise<string> => {
  expect(await askVerdict(teamId)).toBe('unknown')
  const { id, state } = await askShared(teamId)
  expect(state).toBe('requested')
  await decide(desk.kernel, jonas, id)
  await drive(desk.kernel)
  return id
}

const codeAt = async (id: string) => {
  const [code] = (await desk.stripe.promotionCodes.list({ coupon: `cs-${id}` })).data
  if (!code) throw new Error('no code was made')
  return code
}

const grantAt = async (id: string) => {
  await refreshLiability(desk.kernel, desk.kernel.clock.now())
  return (await readLiability(desk.kernel)).grants.find((grant) => grant.id === id)
}

beforeAll(async () => {
  desk = await openDesk()
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
  plan = await sellPlan(desk, 2500)
})
afterAll(() => desk.close())

describe('a shared code', () => {
  test('is unbound, for a first payment, once, for thirty days', async () => {
    const id = await giveShared('newcomer')
    expect(await codeAt(id)).toMatchObject({
      customer: null,
      max_redemptions: 1,
      expires_at: (NOW + 30 * DAY_MS) / 1000,
      restrictions: { first_time_transaction: true },
    })
    expect(await grantAt(id)).toMatchObject({
      teamId: 'newcomer',
      open: { amount: 2500, currency: 'usd' },
      redeemedAt: null,
      marks: ['unredeemed', 'never-set-up'],
    })
  })

  test('redeemed by the team that it was meant for is no longer open once it is used', async () => {
    const id = await giveShared('meant')
    const customer = await enterTeam(desk, 'meant')
    const { id: code } = await codeAt(id)
    await desk.stripe.subscriptions.create({
      customer,
      items: [{ price: plan.price }],
      discounts: [{ promotion_code: code }],
    })
    // 25.00 off the first invoice, which is made at once: nothing is left to give.
    expect(await grantAt(id)).toMatchObject({
      redeemedByTeamId: 'meant',
      redeemedByCustomerStripeId: customer,
      open: { amount: 0 },
      marks: [],
    })
  })

  test('redeemed by another team is marked', async () => {
    const id = await giveShared('victim')
    const customer = await enterTeam(desk, 'thief')
    const { id: code } = await codeAt(id)
    await desk.stripe.subscriptions.create({
      customer,
      items: [{ price: plan.price }],
      discounts: [{ promotion_code: code }],
    })
    expect(await grantAt(id)).toMatchObject({
      redeemedByTeamId: 'thief',
      redeemedByCustomerStripeId: customer,
      marks: ['redeemed-by-other'],
    })
  })

  test('redeemed by a customer that gets its team’s id only afterwards is no longer marked', async () => {
    const id = await giveShared('slow')
    const { id: code } = await codeAt(id)
    const { id: customer } = await desk.stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    })
    const discounts = [{ promotion_code: code }]
    await desk.stripe.subscriptions.create({ customer, items: [{ price: plan.price }], discounts })
    expect((await grantAt(id))?.marks).toEqual(['redeemed-by-other'])
    await desk.stripe.customers.update(customer, { metadata: { team: 'slow' } })
    expect(await grantAt(id)).toMatchObject({ redeemedByTeamId: 'slow', marks: [] })
  })

  test('that was put away at Stripe is owed no more', async () => {
    const id = await giveShared('put-away')
    const { id: code } = await codeAt(id)
    await desk.stripe.promotionCodes.update(code, { active: false })
    expect(await grantAt(id)).toMatchObject({ isRetired: true, open: { amount: 0 }, marks: [] })
  })
})

describe('what it rests on', () => {
  test('a team that nobody asked about, or on another ticket, gets none', async () => {
    const prove = (teamId: string, ticket: string) => proveUnknown(desk.kernel, { teamId, ticket }).catch(codeOf)
    expect(await prove('never-asked', '#1')).toBe('TEAM_NOT_UNKNOWN')
    await askVerdict('other-ticket')
    expect(await prove('other-ticket', '#1')).toBe('TEAM_NOT_UNKNOWN')
  })

  test('a team that Stripe knows gets none', async () => {
    await enterTeam(desk, 'known')
    expect(await askVerdict('known')).toBe('proven')
    expect(await askShared('known').catch(codeOf)).toBe('TEAM_NOT_UNKNOWN')
  })

  test('a verdict older than a proof may be no longer counts', async () => {
    await askVerdict('late')
    desk.kernel.clock.advance(8 * 3_600_000)
    expect(await askShared('late').catch(codeOf)).toBe('TEAM_NOT_UNKNOWN')
    desk.kernel.clock.advance(-8 * 3_600_000)
  })

  test('a team that entered its billing before the word gets none', async () => {
    await askVerdict('meanwhile')
    const { id } = await askShared('meanwhile')
    await enterTeam(desk, 'meanwhile')
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    const made = await desk.stripe.coupons.retrieve(`cs-${id}`).catch(() => null)
    expect(made).toBeNull()
  })
})
