// Guarantee: what an invoice sold is a task from the moment it may be delivered until it is; nothing is called delivered that
// nobody delivered, and what stands too long is marked where it stands.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { giveCode } from '../../server/features/coupons/index.ts'
import { finishTask } from '../../server/features/invoices/finish-task.ts'
import { listInvoices } from '../../server/features/invoices/list-invoices.ts'
import { listTasks } from '../../server/features/invoices/list-tasks.ts'
import { refreshInvoice } from '../../server/features/invoices/refresh-invoice.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { drive, seatStaff } from '../support/approvals.ts'
import { askCoupon } from '../support/coupon-day.ts'
import { type InvoiceDesk, openInvoiceDesk, TEAM } from '../support/invoice-desk.ts'

const sandbox = await startSandbox()
let at: InvoiceDesk
let number = 0

const DAY_ONE = Date.parse('2026-11-20T12:40:00.000Z')
const DAY = 86_400_000

beforeAll(async () => {
  at = await openInvoiceDesk(sandbox)
})
afterAll(async () => {
  await at.desk.close()
  await sandbox.close()
})

const sold = async (name: string, metadata: Record<string, string>) => {
  const { id: product } = await at.stripe.products.create({ name, metadata })
  const { id } = await at.stripe.prices.create({ product, currency: 'usd', unit_amount: 10_000 })
  return { description: name, quantity: 2, unitAmount: 10_000, priceStripeId: id }
}

/** Sent, with something of each kind and free text; 8 × 100.00 USD need nobody's word. */
const sentDeal = async (desk = at) => {
  const lines = [
    await sold('Enterprise', { countersign_delivers: 'license' }),
    await sold('Cloud', { countersign_delivers: 'coupon', countersign_deliver_on: 'sent' }),
    await sold('Tenant', { countersign_delivers: 'tenant', countersign_deliver_on: 'paid' }),
    { description: 'Onboarding', quantity: 2, unitAmount: 10_000, priceStripeId: null },
  ]
  const drafted = await desk.drafted({ reference: `Q-deal-${++number}`, lines })
  const { invoice } = await desk.send(drafted.id)
  const stateOf = async (kind: string) =>
    (await desk.read(drafted.id)).tasks.find((task) => task.kind === kind)?.state ?? 'none'
  const linkOf = async (link: string) => {
    const { chain } = await desk.read(drafted.id)
    const { state, text, holder } = chain.find((one) => one.link === link) ?? { state: '', text: '', holder: null }
    return { state, text, holder }
  }
  const refresh = () => refreshInvoice(desk.kernel, desk.by, drafted.id)
  return { id: drafted.id, stripeId: invoice.document?.stripeId ?? '', invoice, stateOf, linkOf, refresh }
}

const wordsAfter = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) =>
      error instanceof AppError && error.code === 'FULFILMENT_UNFIT' ? error.data?.['words'] : error,
  )

describe('what was sold', () => {
  test('opens when it is sent or paid, as its product says, one task a product', async () => {
    const { invoice, stripeId, stateOf, linkOf, refresh } = await sentDeal()
    expect(invoice.tasks.map(({ kind, what, state }) => [kind, what, state])).toEqual([
      ['coupon', 'Cloud × 2', 'open'],
      ['license', 'Enterprise × 2', 'open'],
      ['tenant', 'Tenant × 2', 'waiting'],
    ])
    expect(await linkOf('approval')).toMatchObject({ state: 'not-needed' })
    expect(await linkOf('paid')).toMatchObject({ state: 'open', text: 'due', holder: 'the customer' })
    expect(await linkOf('fulfilment')).toEqual({ state: 'open', text: '0 of 3 delivered', holder: 'finance' })

    await at.stripe.invoices.pay(stripeId, { paid_out_of_band: true })
    await refresh()
    expect(await stateOf('tenant')).toBe('open')
    expect(await linkOf('paid')).toMatchObject({ state: 'done' })
  })

  test('as a license or a tenant can’t be called done from here', async () => {
    const { invoice } = await sentDeal()
    const license = invoice.tasks.find(({ kind }) => kind === 'license')
    expect(license?.words).toBe('The license has to be issued.')
    const tried = finishTask(at.kernel, at.by, { id: license?.id ?? '', couponRequestId: 'apr_1' })
    expect(await wordsAfter(tried)).toBe('a license can’t be handed out from here')
  })

  test('as a coupon is done by a coupon that was given to the same team, and by one only', async () => {
    const ines = await seatStaff(at.kernel, 'Ines Albrecht', ['support'])
    const plan = await sold('Starter', {})
    await at.customer({ email: 'other@example.com', metadata: { team: 'other-team' } })
    const { id: monthly } = await at.stripe.prices.create({
      product: (await at.stripe.prices.retrieve(plan.priceStripeId)).product as string,
      currency: 'usd',
      unit_amount: 4000,
      recurring: { interval: 'month' },
    })
    const give = async (team: string): Promise<string> => {
      const payload = {
        priceStripeId: monthly,
        quantity: 1,
        share: { kind: 'months', months: 1 },
        reasonId: 'prepaid-deal',
        validDays: 30,
      }
      const { id } = await askCoupon(at.desk, ines, { team, action: giveCode, payload })
      await drive(at.kernel)
      return id
    }
    const { id: ofInvoice, invoice } = await dealOfOneTeam()
    const task = invoice.tasks.find(({ kind }) => kind === 'coupon')
    const finish = (couponRequestId: string, id = task?.id ?? '') =>
      wordsAfter(finishTask(at.kernel, at.by, { id, couponRequestId }))
    expect(await finish('apr_none')).toBe('no request for a coupon has that id')
    expect(await finish(await give('other-team'))).toBe('that coupon was given to another team')
    const coupon = await give('solo-team')
    expect(await finish(coupon)).toBe('done')
    const done = (await at.read(ofInvoice)).tasks.find(({ kind }) => kind === 'coupon')
    expect(done).toMatchObject({ state: 'done', doneBy: 'Tobias Ronning', fulfilledBy: coupon })
    expect(await finish(coupon)).toBe('the task is done')
    const other = (await dealOfOneTeam()).invoice.tasks.find(({ kind }) => kind === 'coupon')
    expect(await finish(coupon, other?.id ?? '')).toBe('that coupon fulfils another task already')
  })
})

/** For a team that only one customer carries, so that a coupon can be given to it. */
const dealOfOneTeam = async () => {
  const lines = [await sold('Cloud', { countersign_delivers: 'coupon' })]
  const quote = await at.quote({
    reference: `Q-solo-${++number}`,
    teamId: 'solo-team',
    billingEmail: 'solo@example.com',
    lines,
  })
  const { id } = await at.start(quote.id)
  const [known] = (await at.stripe.customers.list({ email: 'solo@example.com' })).data
  const customerStripeId =
    known?.id ?? (await at.customer({ email: 'solo@example.com', metadata: { team: 'solo-team' } }))
  await at.keep(id, { customer: { kind: 'existing', customerStripeId } })
  await at.draft(id)
  return { id, invoice: (await at.send(id)).invoice }
}

describe('an invoice that comes to nothing', () => {
  test('suspends what was to be delivered, and frees its quote when it is voided', async () => {
    const { id, stripeId, stateOf, linkOf, refresh, invoice } = await sentDeal()
    await at.stripe.invoices.voidInvoice(stripeId)
    await refresh()
    expect(await stateOf('license')).toBe('suspended')
    expect(await stateOf('tenant')).toBe('suspended')
    expect(await linkOf('paid')).toMatchObject({ state: 'failed', text: 'voided' })
    expect(await linkOf('fulfilment')).toMatchObject({ state: 'failed', text: 'suspended' })
    expect((await at.read(id)).state).toBe('ended')
    expect((await at.start(invoice.quote.id)).version).toBe(1)
    const noted = await at.kernel.db
      .selectFrom('auditEntry')
      .selectAll()
      .where('action', '=', 'invoice.noted')
      .where('subjectId', '=', id)
      .execute()
    expect(noted).toHaveLength(1)
  })

  test('stands as before when it is paid after it was written off', async () => {
    const { stripeId, stateOf, refresh } = await sentDeal()
    await at.stripe.invoices.markUncollectible(stripeId)
    await refresh()
    expect(await stateOf('license')).toBe('suspended')
    await at.stripe.invoices.pay(stripeId, { paid_out_of_band: true })
    await refresh()
    expect([await stateOf('license'), await stateOf('tenant')]).toEqual(['open', 'open'])
  })
})

describe('what stands too long', () => {
  test('is marked where it stands, and found', async () => {
    const desk = await openInvoiceDesk(sandbox)
    const stuck = async () => {
      const { rows } = await listInvoices(desk.kernel, { filter: 'stuck', limit: 50 })
      return rows.map(({ quoteReference, chain }) => [
        quoteReference,
        chain.filter(({ state }) => state === 'stuck').map(({ link }) => link),
      ])
    }
    await desk.drafted({ reference: 'Q-drafted' })
    desk.moveTo(DAY_ONE + 1000)
    const asked = await desk.drafted({ reference: 'Q-asked' })
    await desk.ask(asked.id)
    const lines = [{ description: 'Onboarding', quantity: 1, unitAmount: 10_000, priceStripeId: null }]
    desk.moveTo(DAY_ONE + 2000)
    const sent = await desk.drafted({ reference: 'Q-sent', lines, daysUntilDue: 10 })
    await desk.send(sent.id)

    desk.moveTo(DAY_ONE + 2 * DAY + 1000)
    expect(await stuck()).toEqual([])
    desk.moveTo(DAY_ONE + 2 * DAY + 2000)
    expect(await stuck()).toEqual([['Q-asked', ['approval']]])
    desk.moveTo(DAY_ONE + 3 * DAY + 1000)
    expect(await stuck()).toEqual([
      ['Q-asked', ['approval']],
      ['Q-drafted', ['approval']],
    ])
    desk.moveTo(DAY_ONE + 10 * DAY + 3000)
    expect((await stuck())[0]).toEqual(['Q-sent', ['paid']])
    await desk.desk.close()
  })

  test('is a task that nobody did for two days', async () => {
    const before = (await listTasks(at.kernel, { state: 'open', limit: 100 })).rows
    expect(before.some(({ isStuck }) => isStuck)).toBe(false)
    at.moveTo(DAY_ONE + 2 * DAY + 1000)
    const after = (await listTasks(at.kernel, { state: 'open', limit: 100 })).rows
    expect(after.length).toBeGreaterThan(0)
    expect(after.every(({ isStuck, teamId }) => isStuck && teamId !== null)).toBe(true)
    const page = await listTasks(at.kernel, { state: 'unfinished', limit: 1 })
    const next = await listTasks(at.kernel, { state: 'unfinished', limit: 1, before: page.next ?? '' })
    expect(next.rows[0]?.id).not.toBe(page.rows[0]?.id)
  })

  test('and lists go on page by page, by team and by where it stands', async () => {
    const all = await listInvoices(at.kernel, { filter: 'all', limit: 100 })
    const paged: string[] = []
    let before: string | undefined
    do {
      const page = await listInvoices(at.kernel, { filter: 'all', limit: 2, ...(before ? { before } : {}) })
      paged.push(...page.rows.map(({ id }) => id))
      before = page.next ?? undefined
    } while (before)
    expect(paged).toEqual(all.rows.map(({ id }) => id))
    const ofTeam = await listInvoices(at.kernel, { filter: 'all', teamId: TEAM, limit: 100 })
    expect(ofTeam.rows.length).toBe(all.rows.filter(({ teamId }) => teamId === TEAM).length)
    const paid = await listInvoices(at.kernel, { filter: 'paid', limit: 100 })
    expect(paid.rows.map(({ status }) => status)).toEqual(['paid', 'paid'])
    const over = await listInvoices(at.kernel, { filter: 'over', limit: 100 })
    expect(over.rows.map(({ status }) => status)).toEqual(['void'])
  })
})
