// Guarantee: what lowers or moves an invoice beside its lines (a discount, other tax, other days, another address) is named,
// goes to an approver only once it was accepted as it reads, and takes nobody's signature away.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { previewSend } from '../../server/features/invoices/preview-send.ts'
import { drive } from '../support/approvals.ts'
import { codeOf } from '../support/hostile-desk.ts'
import { type InvoiceDesk, openInvoiceDesk } from '../support/invoice-desk.ts'

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

const codeAfter = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', codeOf)
const small = [{ description: 'Onboarding', quantity: 1, unitAmount: 10_000, priceStripeId: null }]
const next = () => ({ reference: `Q-terms-${++number}`, lines: small })

const acceptAll = async (id: string) => {
  const { terms } = await at.read(id)
  await at.keep(id, { accepted: terms.map(({ key }) => ({ key, words: 'Agreed by e-mail on 18 Nov' })) })
}

const discounted = async (amount: number, over: Parameters<InvoiceDesk['drafted']>[0] = next()) => {
  const drafted = await at.drafted(over)
  const invoice = drafted.document?.stripeId ?? ''
  const take = async (off: number) => {
    const coupon = await at.stripe.coupons.create({ amount_off: off, currency: 'usd', duration: 'once' })
    await at.stripe.invoices.update(invoice, { discounts: [{ coupon: coupon.id }] })
  }
  await take(amount)
  return { id: drafted.id, invoice, take }
}

describe('a discount on the draft at Stripe', () => {
  test('has to be accepted as it reads, and is signed for', async () => {
    const { id, take } = await discounted(2500)
    const read = await at.read(id)
    expect(read.comparison.flatMap(({ differs }) => differs)).toEqual([])
    expect(read.beforeSend).toEqual([{ code: 'difference', words: 'Discount: quoted none; invoiced -25.00 USD' }])
    expect(await codeAfter(at.ask(id))).toBe('INVOICE_NOT_READY')
    await acceptAll(id)
    expect((await at.read(id)).beforeSend).toEqual([])
    await take(3000)
    expect(await codeAfter(at.ask(id))).toBe('INVOICE_NOT_READY')
    await acceptAll(id)
    const asked = await at.ask(id)
    // 100.00 alone would need nobody.
    expect(asked.approversNeeded).toBe(1)
    const { card } = await at.request(asked.id)
    expect(card.lines).toContainEqual({ label: 'Discount', before: 'none', after: '-30.00 USD' })
    expect(card.warnings).toContain(
      'Accepted difference: Discount: quoted none; invoiced -30.00 USD. Agreed by e-mail on 18 Nov',
    )
  })

  test('lowers nobody’s band', async () => {
    const over = { reference: `Q-terms-${++number}` }
    const full = await at.drafted({ reference: `Q-terms-${++number}` })
    const { id } = await discounted(4_430_000, over)
    await acceptAll(id)
    const reasons = async (invoice: string) => {
      const { version } = await at.read(invoice)
      return (await previewSend(at.kernel, at.tobias, { id: invoice, version })).need.rules[0]
    }
    expect(await reasons(id)).toContain('44400.00 USD')
    expect(await reasons(id)).toBe(await reasons(full.id))
  })

  test('that came after the word makes it stale', async () => {
    const drafted = await at.drafted({ reference: `Q-terms-${++number}` })
    const asked = await at.ask(drafted.id)
    await at.approve(asked.id)
    const coupon = await at.stripe.coupons.create({ amount_off: 100, currency: 'usd', duration: 'once' })
    await at.stripe.invoices.update(drafted.document?.stripeId ?? '', { discounts: [{ coupon: coupon.id }] })
    await drive(at.kernel)
    expect(await at.request(asked.id)).toMatchObject({
      state: 'stale',
      outcome: { differences: expect.arrayContaining([{ what: 'Discount', was: 'none', now: '-1.00 USD' }]) },
    })
  })
})

describe('what else isn’t as it was accepted', () => {
  test('tax that nobody chose', async () => {
    const drafted = await at.drafted(next())
    const rate = await at.stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false })
    await at.stripe.invoices.update(drafted.document?.stripeId ?? '', { default_tax_rates: [rate.id] })
    // 20 % of 100.00
    expect((await at.read(drafted.id)).beforeSend).toEqual([
      {
        code: 'difference',
        words: `Tax: quoted by no rate, as chosen; invoiced 20.00 USD; line 1 by ${rate.id}`,
      },
    ])
    expect(await codeAfter(at.ask(drafted.id))).toBe('INVOICE_NOT_READY')
    const chosen = await at.drafted(next(), { taxRateStripeIds: [rate.id] })
    expect(chosen.terms).toEqual([])
    await at.stripe.invoices.update(chosen.document?.stripeId ?? '', { default_tax_rates: '' })
    expect((await at.read(chosen.id)).terms.map(({ what }) => what)).toEqual(['tax'])
  })

  test('days until due, and the address it goes to', async () => {
    const customerStripeId = await at.customer({ email: 'somebody@else.example' })
    const drafted = await at.drafted(next(), {
      daysUntilDue: 45,
      customer: { kind: 'existing', customerStripeId },
    })
    expect(drafted.terms.map(({ what, quoted, invoiced }) => [what, quoted, invoiced])).toEqual([
      ['due', '30 days after it is sent', '45 days after it is sent'],
      ['email', 'accounts.payable@brightwater.example', 'somebody@else.example'],
    ])
    expect(await codeAfter(at.ask(drafted.id))).toBe('INVOICE_NOT_READY')
    await acceptAll(drafted.id)
    await at.stripe.customers.update(customerStripeId, { email: 'Accounts.Payable@brightwater.example' })
    expect((await at.read(drafted.id)).terms.map(({ what }) => what)).toEqual(['due'])
    const { request } = await at.send(drafted.id)
    expect(request.state).toBe('done')
    expect(request.card.lines).toContainEqual({
      label: 'Due',
      before: '30 days after it is sent',
      after: '45 days after it is sent',
    })
  })
})
