// Guarantee: an invoice goes to a customer of the quote's own team, found by its id, its e-mail or its name; whoever could be
// another's, is another currency's, or is gone, is told at each step.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findCustomers } from '../../server/features/invoices/find-customers.ts'
import { listInvoices } from '../../server/features/invoices/list-invoices.ts'
import { drive } from '../support/approvals.ts'
import { codeOf } from '../support/hostile-desk.ts'
import { type InvoiceDesk, openInvoiceDesk, TEAM } from '../support/invoice-desk.ts'

const sandbox = await startSandbox()
let at: InvoiceDesk
let number = 0

beforeAll(async () => {
  at = await openInvoiceDesk(sandbox)
})
afterAll(async () => {
  await at.desk.close()
  await sandbox.close()
})

const fresh = () => ({ reference: `Q-refused-${++number}` })
const codeAfter = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', codeOf)
/** An invoice of a fresh quote, for a customer of its team. */
const begun = async (over: Parameters<InvoiceDesk['quote']>[0] = {}) => {
  const quote = await at.quote({ ...fresh(), ...over })
  const { id } = await at.start(quote.id)
  const customer = await at.customer()
  await at.keep(id, { customer: { kind: 'existing', customerStripeId: customer } })
  return { id, quote, customer }
}

describe('a customer', () => {
  test('that is deleted in between is told at each step', async () => {
    const one = await begun()
    await at.stripe.customers.del(one.customer)
    expect(await codeAfter(at.order(one.id))).toBe('CUSTOMER_GONE')
    const choice = { kind: 'existing', customerStripeId: one.customer } as const
    expect(await codeAfter(at.keep(one.id, { customer: choice }))).toBe('CUSTOMER_GONE')

    const two = await begun()
    await at.order(two.id)
    await at.stripe.customers.del(two.customer)
    await drive(at.kernel)
    expect(await at.read(two.id)).toMatchObject({
      state: 'editing',
      problem: 'The customer isn’t at Stripe any more.',
    })

    const three = await begun()
    await at.draft(three.id)
    const asked = await at.ask(three.id)
    await at.approve(asked.id)
    await at.stripe.customers.del(three.customer)
    await drive(at.kernel)
    expect((await at.request(asked.id)).state).toBe('stale')
    expect(await codeAfter(at.ask(three.id))).not.toBe('done')
  })

  test('of another team, or of another currency, is refused and can’t be chosen', async () => {
    const { id } = await begun({ billingEmail: 'shared@brightwater.example' })
    const other = await at.customer({ email: 'shared@brightwater.example', metadata: { team: 'another' } })
    const euros = await at.customer({ email: 'shared@brightwater.example' })
    await at.stripe.invoices.create({ customer: euros, currency: 'eur' })
    const keep = (customerStripeId: string) => at.keep(id, { customer: { kind: 'existing', customerStripeId } })
    expect(await codeAfter(keep(other))).toBe('CUSTOMER_OF_OTHER_TEAM')
    expect(await codeAfter(keep(euros))).toBe('CURRENCY_DIFFERS')
    const { candidates } = await findCustomers(at.kernel, id)
    const shown = (customer: string) => candidates.find(({ customerStripeId }) => customerStripeId === customer)
    expect(shown(other)).toMatchObject({ strength: 'other-team', mayChoose: false })
    expect(shown(euros)).toMatchObject({ strength: 'proven', mayChoose: false })
  })

  test('that only its subscription proves is found by it, one with the e-mail alone is warned about', async () => {
    const desk = await openInvoiceDesk(sandbox)
    const { id } = await desk.start((await desk.quote()).id)
    const byMail = await desk.customer({ metadata: {} })
    const subscribed = await desk.customer({
      email: 'platform@brightwater.example',
      metadata: {},
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    })
    const before = await findCustomers(desk.kernel, id)
    expect(before.candidates.map(({ customerStripeId, strength }) => [customerStripeId, strength])).toEqual([
      [byMail, 'email'],
    ])
    expect(before.warnings[0]).toContain('a new one would be a duplicate')
    const { id: product } = await desk.stripe.products.create({ name: 'Cloud' })
    const price = await desk.stripe.prices.create({
      product,
      currency: 'usd',
      unit_amount: 4000,
      recurring: { interval: 'month' },
    })
    await desk.stripe.subscriptions.create({
      customer: subscribed,
      items: [{ price: price.id }],
      metadata: { team: TEAM },
    })
    const after = await findCustomers(desk.kernel, id)
    expect(after.candidates.map(({ customerStripeId, strength }) => [customerStripeId, strength])).toEqual([
      [subscribed, 'proven'],
      [byMail, 'email'],
    ])
    await desk.desk.close()
  })

  test('that two could be is warned about', async () => {
    const desk = await openInvoiceDesk(sandbox)
    const { id } = await desk.start((await desk.quote()).id)
    await desk.customer({ email: 'one@brightwater.example' })
    await desk.customer({ email: 'two@brightwater.example' })
    const { candidates, warnings } = await findCustomers(desk.kernel, id)
    expect(candidates.map(({ strength }) => strength)).toEqual(['proven', 'proven'])
    expect(candidates[0]?.teamIds).toEqual([TEAM])
    expect(warnings[0]).toContain('2 customers carry the team’s id')
    await desk.desk.close()
  })

  test('of a quote without a team is billed for the team that it carries, which is said, and signed for', async () => {
    const lines = [{ description: 'Onboarding', quantity: 1, unitAmount: 10_000, priceStripeId: null }]
    const email = 'teamless@brightwater.example'
    const { id } = await at.start((await at.quote({ ...fresh(), teamId: null, billingEmail: email, lines })).id)
    const customerStripeId = await at.customer({ email, metadata: { team: 'carried-team' } })
    const { candidates } = await findCustomers(at.kernel, id)
    expect(candidates.find((one) => one.customerStripeId === customerStripeId)?.words).toBe(
      'Has exactly the quote’s billing e-mail. It carries team carried-team, and would be billed for it.',
    )
    await at.keep(id, { customer: { kind: 'existing', customerStripeId } })
    const drafted = await at.draft(id)
    const { rows } = await listInvoices(at.kernel, { filter: 'all', teamId: 'carried-team', limit: 10 })
    expect(rows.map((row) => row.id)).toEqual([id])
    const live = await at.stripe.invoices.retrieve(drafted.document?.stripeId ?? '')
    expect(live.metadata).toMatchObject({ team: 'carried-team' })
    // 100.00 USD alone would need nobody.
    const asked = await at.ask(id)
    expect(asked.approversNeeded).toBe(1)
    expect((await at.request(asked.id)).card.warnings).toContain(
      'Not proven: the quote names no team, so that nothing proves whose customer is billed.',
    )
  })

  test('for which nothing speaks but its address is signed for, one that its team proves is not', async () => {
    const lines = [{ description: 'Onboarding', quantity: 1, unitAmount: 10_000, priceStripeId: null }]
    const askedFor = async (metadata: Record<string, string>) => {
      const { id } = await at.start((await at.quote({ ...fresh(), lines })).id)
      const customerStripeId = await at.customer({ metadata })
      await at.keep(id, { customer: { kind: 'existing', customerStripeId } })
      await at.draft(id)
      return (await at.ask(id)).approversNeeded
    }
    expect(await askedFor({ team: TEAM })).toBe(0)
    expect(await askedFor({})).toBe(1)
  })
})
