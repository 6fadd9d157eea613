// Guarantee: nobody is made good twice for the same days without having seen it, said that both are meant, and why; and
// whoever signs sees it too.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACTIONS } from '../../server/app/actions.ts'
import { askApproval, previewAction } from '../../server/features/approvals/index.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { issueCredit } from '../../server/features/credits/index.ts'
import { readCreditFacts } from '../../server/features/credits/read-credit-facts.ts'
import { creditPayloadSchema } from '../../src-shared/features/credits.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { decide, drive, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { askCredit, carryOut, codeOf, type CreditDesk, entriesOf, giveCredit, subjectAt } from '../support/credits.ts'
import { NOW, openDesk } from '../support/desk.ts'

let at: CreditDesk
const usd = (amount: number) => ({ amount, currency: 'usd' })
const days = (from: string, to: string) => ({ from: `2026-11-${from}`, to: `2026-11-${to}` })

const aTeam = async (teamId: string) =>
  (await at.desk.stripe.customers.create({ name: 'Kestrel', metadata: { team: teamId } })).id

const factsOf = async (teamId: string, payload: Record<string, unknown>) =>
  readCreditFacts(at.desk.kernel, {
    subject: await subjectAt(at, teamId),
    payload: creditPayloadSchema.parse({ amount: usd(100), reasonId: 'outage', ...payload }),
  })

beforeAll(async () => {
  const desk = await openDesk()
  const actor = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  at = { desk, actor, approver: await seatApprover(desk.kernel, 'Jonas Whitlock') }
})
afterAll(() => at.desk.close())

describe('a second credit for days of the first', () => {
  test('is named and refused until it is accepted with a reason; the card says both', async () => {
    const customer = await aTeam('same')
    await giveCredit(at, 'same', { amount: usd(7500), period: days('09', '10') })
    const [first] = await entriesOf(at, customer)
    expect(first?.metadata?.['period']).toBe('2026-11-09/2026-11-10')

    const wanted = { amount: usd(24_000), period: days('03', '10') }
    const refusal = await askCredit(at, 'same', wanted).catch((error: unknown) => error)
    expect(codeOf(refusal)).toBe('DOUBLE_CREDIT')
    expect(refusal instanceof AppError && refusal.data).toMatchObject({
      overlaps: [{ code: 'earlier-credit', subjectId: first?.id }],
    })

    const accepted = { overlaps: [first?.id ?? ''], because: 'the first was for line 1' }
    const { id } = await askCredit(at, 'same', { ...wanted, accepted })
    const { card } = await readRequest(at.desk.kernel, at.approver.actor, ACTIONS, id)
    expect(card.warnings).toEqual([
      'A credit of 75.00 USD was given on 2026-11-20 for 2026-11-09 to 2026-11-10: Outage, 2026-11-09 to 2026-11-10 (#same).',
      'Given all the same: the first was for line 1',
    ])
  })

  test('for other days is not', async () => {
    await aTeam('other')
    await giveCredit(at, 'other', { amount: usd(500), period: days('03', '04') })
    expect((await askCredit(at, 'other', { amount: usd(500), period: days('05', '06') })).state).toBe('requested')
  })

  test('without days counts for a month: it can’t be ruled out', async () => {
    await aTeam('vague')
    await giveCredit(at, 'vague', { amount: usd(500) })
    expect(await askCredit(at, 'vague', { amount: usd(600) }).catch(codeOf)).toBe('DOUBLE_CREDIT')
  })

  test('is none once the first was taken back', async () => {
    const customer = await aTeam('undone')
    const made = await at.desk.stripe.customers.createBalanceTransaction(customer, { amount: -500, currency: 'usd' })
    await at.desk.stripe.customers.createBalanceTransaction(customer, {
      amount: 500,
      currency: 'usd',
      metadata: { reverses: made.id },
    })
    expect((await factsOf('undone', {})).overlaps).toEqual([])
  })

  test('that turns up between word and deed stops the deed', async () => {
    const customer = await aTeam('late')
    const { id } = await askCredit(at, 'late', { amount: usd(500), period: days('01', '02') })
    await at.desk.stripe.customers.createBalanceTransaction(customer, {
      amount: -100,
      currency: 'usd',
      metadata: { period: '2026-11-02/2026-11-02' },
    })
    await decide(at.desk.kernel, at.approver, id)
    await drive(at.desk.kernel)
    const { state, outcome } = await readRequest(at.desk.kernel, at.approver.actor, ACTIONS, id)
    expect(state).toBe('stale')
    expect(outcome?.kind === 'stale' && outcome.differences.map(({ what }) => what)).toContain(
      'Made good already, and not accepted',
    )
    expect(await entriesOf(at, customer)).toHaveLength(1)
  })
})

describe('a coupon that acts', () => {
  test('is named, and stands among what was given', async () => {
    const customer = await aTeam('coupon')
    const { stripe } = at.desk
    const product = await stripe.products.create({ name: 'Business' })
    const price = await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 10_000,
      recurring: { interval: 'month' },
    })
    const coupon = await stripe.coupons.create({
      amount_off: 2_000,
      currency: 'usd',
      duration: 'forever',
      name: 'Sorry',
    })
    await stripe.subscriptions.create({
      customer,
      items: [{ price: price.id }],
      discounts: [{ coupon: coupon.id }],
      collection_method: 'send_invoice',
      days_until_due: 30,
    })
    const facts = await factsOf('coupon', { amount: usd(3_000), period: days('19', '20') })
    expect(facts.overlaps.map(({ code }) => code)).toEqual(['live-coupon'])
    expect(facts.history).toMatchObject([{ kind: 'coupon', text: 'Sorry', amount: usd(2_000), now: 'live', by: null }])

    const { card } = await previewAction(at.desk.kernel, issueCredit, {
      subject: await subjectAt(at, 'coupon'),
      requesterId: at.actor.id,
      payload: { amount: usd(9_000), reasonId: 'outage' },
    })
    // The next bill is 100.00 less 20.00: 90.00 of credit pay the 80.00, and 10.00 are left for later.
    expect(card.lines.filter(({ before }) => before !== null)).toEqual([
      { label: 'Balance', before: '0.00 USD', after: '-90.00 USD' },
      { label: '20 Dec 2026, total', before: '80.00 USD', after: '80.00 USD' },
      { label: '20 Dec 2026, from the balance', before: '0.00 USD', after: '-80.00 USD' },
      { label: '20 Dec 2026, due', before: '80.00 USD', after: '0.00 USD' },
      { label: 'Left on the balance', before: '0.00 USD', after: '-10.00 USD' },
    ])
  })
})

describe('what a credit needs beside its amount', () => {
  test('a reason that says too little needs words, which the customer reads', async () => {
    const customer = await aTeam('words')
    const other = { amount: usd(300), reasonId: 'other' }
    expect(await askCredit(at, 'words', other).catch(codeOf)).toBe('CREDIT_WORDS_MISSING')
    await giveCredit(at, 'words', { ...other, reasonWords: 'Workshop cancelled' })
    expect((await entriesOf(at, customer))[0]?.description).toBe('Workshop cancelled (#words)')
  })

  test('a text of its own stands on the entry as it was written', async () => {
    const customer = await aTeam('text')
    await giveCredit(at, 'text', { amount: usd(300), customerText: 'Thank you for waiting' })
    expect((await entriesOf(at, customer))[0]?.description).toBe('Thank you for waiting')
  })

  test('a reason that the policy doesn’t know is refused', async () => {
    await aTeam('unknown')
    const wanted = { amount: usd(300), reasonId: 'because' }
    expect(await askCredit(at, 'unknown', wanted).catch(codeOf)).toBe('CREDIT_REASON_UNKNOWN')
  })

  test('the same twice is a twin, and refused as one', async () => {
    await aTeam('twin')
    await askCredit(at, 'twin', { amount: usd(300) })
    expect(await askCredit(at, 'twin', { amount: usd(300) }).catch(codeOf)).toBe('REQUEST_TWIN_OPEN')
    const meant = await askApproval(at.desk.kernel, { actor: at.actor, requestId: 'req_ask' }, issueCredit, {
      subject: await subjectAt(at, 'twin'),
      payload: { amount: usd(300), reasonId: 'outage' },
      ask: { ...someAsk(), isTwinMeant: true },
    })
    expect(meant.state).toBe('requested')
  })
})

describe('currencies', () => {
  test.each([
    { currency: 'jpy', amount: 12_000, title: 'Credit of 12000 JPY' },
    { currency: 'kwd', amount: 12_340, title: 'Credit of 12.340 KWD' },
  ])('$currency is asked for in its own minor unit, by a customer that has none yet', async ({ title, ...amount }) => {
    const customer = await aTeam(`in-${amount.currency}`)
    const { id } = await askCredit(at, `in-${amount.currency}`, { amount })
    expect((await readRequest(at.desk.kernel, at.approver.actor, ACTIONS, id)).title).toBe(title)
    await carryOut(at, id)
    expect(await entriesOf(at, customer)).toMatchObject([{ amount: -amount.amount, currency: amount.currency }])
    // Now it has one, and no other is taken.
    const other = askCredit(at, `in-${amount.currency}`, { amount: usd(100) })
    expect(await other.catch(codeOf)).toBe('CURRENCY_DIFFERS')
  })
})

describe('twelve months', () => {
  test('hold what others gave too, and say who asked and who signed where it was ours', async () => {
    const first = await aTeam('history')
    const id = await giveCredit(at, 'history', { amount: usd(800), period: days('01', '02') })
    await at.desk.stripe.customers.createBalanceTransaction(first, {
      amount: -200,
      currency: 'usd',
      description: 'Old',
    })
    const { history } = await factsOf('history', {})
    expect(history.map(({ text, by }) => [text, by?.requestId ?? null])).toEqual(
      expect.arrayContaining([
        ['Old', null],
        ['Outage, 2026-11-01 to 2026-11-02 (#history)', id],
      ]),
    )
    expect(history.find(({ by }) => by !== null)?.by).toMatchObject({
      askedBy: 'Ines Albrecht',
      approvedBy: ['Jonas Whitlock'],
    })
  })

  test('run over the team’s other customers too, as far as they are known', async () => {
    const own = await aTeam('several')
    const other = (await at.desk.stripe.customers.create({ name: 'Kestrel before the merger' })).id
    await at.desk.stripe.customers.createBalanceTransaction(other, {
      amount: -1_500,
      currency: 'usd',
      description: 'Given to the old customer',
      metadata: { period: '2026-11-03/2026-11-04' },
    })
    const subject = await subjectAt(at, 'several')
    const mirrored = { customerStripeId: other, teamId: 'several', status: 'active', createdAt: NOW, asOf: NOW }
    await at.desk.kernel.db
      .insertInto('mirrorSubscription')
      .values({ ...mirrored, stripeId: 'sub_old' })
      .execute()
    // The mirror alone proves nothing: what another team was given is nobody's business here.
    expect((await factsOf('several', {})).history).toEqual([])
    await at.desk.stripe.customers.update(other, { metadata: { team: 'several' } })
    const payload = creditPayloadSchema.parse({ amount: usd(100), reasonId: 'outage', period: days('04', '05') })
    const facts = await readCreditFacts(at.desk.kernel, { subject, payload })
    expect(subject.customerStripeId).toBe(own)
    expect(facts.history.map(({ text }) => text)).toEqual(['Given to the old customer'])
    expect(facts.overlaps.map(({ code }) => code)).toEqual(['earlier-credit'])
  })
})
