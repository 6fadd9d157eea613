// Guarantee: a team is proven only by what Stripe itself says at that moment; every other answer, a failing Stripe
// included, is read-only, and each is recorded for the ticket with the person who asked.
import { verifyTeamInputSchema } from '@countersign/shared/features/teams'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { listVerifications, readLiveProof } from '../../server/features/teams/index.ts'
import { readVerification } from '../../server/features/teams/read-verification.ts'
import { verifyTicket } from '../../server/features/cases/index.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { type Desk, ines, NOW, openDesk } from '../support/desk.ts'

const TEAM = '7Kq9xLw2Vd'
const OTHER = '9mHt4RsPqe'
let desk: Desk

const ask = (input: Record<string, string>) =>
  verifyTicket(
    desk.kernel,
    { actor: ines, requestId: 'req_1' },
    verifyTeamInputSchema.parse({ ticket: '#48213', ...input }),
  )

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))

const subscribe = async (customer: string, metadata: Record<string, string>) => {
  const product = await desk.stripe.products.create({ name: 'Business' })
  const price = await desk.stripe.prices.create({
    product: product.id,
    unit_amount: 45_000,
    currency: 'eur',
    recurring: { interval: 'month' },
  })
  return desk.stripe.subscriptions.create({
    customer,
    items: [{ price: price.id }],
    collection_method: 'send_invoice',
    days_until_due: 30,
    metadata,
  })
}

beforeAll(async () => {
  desk = await openDesk()
})
afterEach(() => desk.sandbox.clearFaults())
afterAll(() => desk.close())

describe('what Stripe says', () => {
  test('one customer with the exact id, on itself and on its subscription: proven, live for eight hours', async () => {
    const customer = await desk.stripe.customers.create({ name: 'Kestrel Robotics', metadata: { team: TEAM } })
    const subscription = await subscribe(customer.id, { 'tenant-id': TEAM })
    const shown = await ask({ text: `Re: billing, team "${TEAM}" was charged twice` })
    expect(shown).toMatchObject({
      strength: 'proven',
      teamId: TEAM,
      ticket: '#48213',
      ticketUrl: 'https://desk.example/tickets/%2348213',
      customerStripeId: customer.id,
      liveUntil: new Date(NOW + 8 * 3_600_000).toISOString(),
      staffName: 'Ines Albrecht',
    })
    const exact = shown.evidence.filter((row) => row.result === 'exact').map((row) => row.objectStripeId)
    expect(exact).toEqual([customer.id, subscription.id])
  })

  test('the verdict is kept as shown, and the proof ends when its time is over', async () => {
    const shown = await ask({ teamId: TEAM })
    expect(await readVerification(desk.kernel, shown.id)).toEqual(shown)
    const customer = shown.customerStripeId ?? ''
    expect(await readLiveProof(desk.kernel, customer)).toMatchObject({ strength: 'proven' })
    desk.kernel.clock.advance(8 * 3_600_000)
    expect(await readLiveProof(desk.kernel, customer)).toBeNull()
    desk.kernel.clock.advance(-8 * 3_600_000)
  })

  test('a later verdict that says otherwise ends the proof; one that Stripe did not answer leaves it', async () => {
    const id = 'Contrad1ct'
    const customer = await desk.stripe.customers.create({ metadata: { team: id } })
    expect((await ask({ teamId: id })).strength).toBe('proven')
    desk.kernel.clock.advance(1000)
    desk.sandbox.addFault({ kind: 'rate_limit', times: 0 })
    expect((await ask({ teamId: id })).strength).toBe('unverified')
    desk.sandbox.clearFaults()
    expect(await readLiveProof(desk.kernel, customer.id)).not.toBeNull()
    desk.kernel.clock.advance(1000)
    await desk.stripe.customers.create({ metadata: { team: id } })
    expect((await ask({ teamId: id })).strength).toBe('ambiguous')
    expect(await readLiveProof(desk.kernel, customer.id)).toBeNull()
  })

  test('another team’s id far down a long list of subscriptions is still seen', async () => {
    const id = 'Re5ellerX1'
    const customer = await desk.stripe.customers.create({ metadata: { team: id } })
    await subscribe(customer.id, { team: OTHER })
    for (let i = 0; i < 101; i++) await desk.stripe.subscriptions.cancel((await subscribe(customer.id, {})).id)
    expect((await ask({ teamId: id })).strength).toBe('conflict')
  }, 60_000)

  test('two customers with the id: ambiguous, nobody is picked', async () => {
    const id = 'Amb1guous2'
    await desk.stripe.customers.create({ name: 'ミナト計測', metadata: { team: id } })
    await desk.stripe.customers.create({ name: 'Minato B.V.', metadata: { 'tenant-id': id } })
    const shown = await ask({ teamId: id })
    expect(shown).toMatchObject({ strength: 'ambiguous', customerStripeId: null, liveUntil: null })
    expect(new Set(shown.candidates.map((one) => one.name))).toEqual(new Set(['Minato B.V.', 'ミナト計測']))
  })

  test('the invoice named carries another team’s id: conflict', async () => {
    const customer = await desk.stripe.customers.create({ metadata: { team: OTHER } })
    const invoice = await desk.stripe.invoices.create({ customer: customer.id })
    const shown = await ask({ teamId: '5TgB1yNc8J', stripeId: invoice.id })
    expect(shown).toMatchObject({ strength: 'conflict', customerStripeId: null, liveUntil: null })
  })

  test('only the billing e-mail agrees: weak', async () => {
    await desk.stripe.customers.create({ email: 'caja@tehp.example' })
    const shown = await ask({ teamId: 'Zz91kQmR4t', requesterEmail: 'Caja@TEHP.example' })
    expect(shown).toMatchObject({ strength: 'weak', liveUntil: null })
  })

  test('nothing at all: unknown, and it says what the team has to do', async () => {
    const shown = await ask({ teamId: 'Nb00dyKn0ws' })
    expect(shown.strength).toBe('unknown')
    expect(shown.wayOut).toContain('billing details')
  })

  test('a deleted customer proves nothing', async () => {
    const customer = await desk.stripe.customers.create({ metadata: { team: 'De1etedTeam' } })
    await desk.stripe.customers.del(customer.id)
    expect((await ask({ teamId: 'De1etedTeam' })).strength).toBe('unknown')
  })

  test('while search lags, the mirror’s candidate is read live and proven all the same', async () => {
    desk.sandbox.lagSearch(60_000)
    const customer = await desk.stripe.customers.create({ metadata: { team: 'Fre5hTeam1' } })
    expect((await ask({ teamId: 'Fre5hTeam1' })).strength).toBe('unknown')
    await desk.kernel.db
      .insertInto('mirrorCustomer')
      .values({
        stripeId: customer.id,
        teamId: 'Fre5hTeam1',
        name: null,
        email: null,
        currency: null,
        balance: 0,
        createdAt: NOW,
        isDeleted: 0,
        asOf: NOW,
      })
      .execute()
    expect((await ask({ teamId: 'Fre5hTeam1' })).strength).toBe('proven')
  })

  test('a mirror that is wrong proves nothing: Stripe has the last word', async () => {
    const customer = await desk.stripe.customers.create({ metadata: { team: OTHER } })
    await desk.kernel.db
      .insertInto('mirrorSubscription')
      .values({
        stripeId: 'sub_x',
        customerStripeId: customer.id,
        teamId: 'M1rrorSays',
        status: 'active',
        createdAt: NOW,
        asOf: NOW,
      })
      .execute()
    expect((await ask({ teamId: 'M1rrorSays' })).strength).not.toBe('proven')
  })

  test('quotes and backslashes in an id can’t end the search’s string', async () => {
    expect(codeOf(await ask({ teamId: 'x" OR metadata["team"]:"y' }).catch((error: unknown) => error))).toMatch(
      /TEAM_ID/,
    )
  })
})

describe('a Stripe that can’t be asked', () => {
  test.each([
    ['rate-limits', { kind: 'rate_limit' as const, times: 0 }, 'Stripe is limiting requests.'],
    ['is broken', { kind: 'error_before' as const, times: 0 }, 'Stripe could not be asked.'],
    ['drops the line', { kind: 'drop_before' as const, times: 0 }, 'Stripe could not be asked.'],
    [
      'answers a proxy’s page',
      { kind: 'nonsense' as const, body: 'html' as const, times: 0 },
      'Stripe’s answer could not be understood.',
    ],
    [
      'answers other JSON',
      { kind: 'nonsense' as const, body: 'json' as const, times: 0 },
      'Stripe’s answer could not be understood.',
    ],
    ['never answers', { kind: 'timeout_before' as const, ms: 9000, times: 0 }, 'Stripe could not be asked.'],
  ])(
    '%s: unverified, with the reason, and nothing is live',
    async (_name, fault, reason) => {
      desk.sandbox.addFault(fault)
      const shown = await ask({ teamId: TEAM })
      expect(shown).toMatchObject({ strength: 'unverified', reason, liveUntil: null, customerStripeId: null })
      expect(shown.wayOut).toContain('Nothing can be changed.')
    },
    30_000,
  )

  test('breaks in the middle: half of the evidence proves nothing', async () => {
    desk.sandbox.addFault({ kind: 'error_before', path: '/v1/checkout/sessions', times: 0 })
    expect((await ask({ teamId: TEAM })).strength).toBe('unverified')
  })

  test('a wrong key and one without the permission are told as such', async () => {
    desk.sandbox.declareKey('rk_test_nothing', { account: 'sk_test_flow', permissions: { '*': 'none' } })
    for (const key of ['sk_test_invalid', 'rk_test_nothing']) {
      const other = await openDesk({ key, sandbox: desk.sandbox })
      const input = verifyTeamInputSchema.parse({ ticket: '#1', teamId: TEAM })
      const shown = await verifyTicket(other.kernel, { actor: ines, requestId: 'req_1' }, input)
      expect(shown).toMatchObject({ strength: 'unverified', reason: 'Stripe refused the companion’s key.' })
      await other.close()
    }
  })
})

describe('what was pasted', () => {
  test('no id and several ids are refused, and Stripe isn’t asked', async () => {
    const before = desk.sandbox.requests().length
    expect(codeOf(await ask({ text: 'please help' }).catch((error: unknown) => error))).toBe('TEAM_ID_MISSING')
    const several = await ask({ text: `team "${TEAM}" or team "${OTHER}"` }).catch((error: unknown) => error)
    expect(codeOf(several)).toBe('TEAM_ID_UNCLEAR')
    expect((several as AppError).data).toEqual({ candidates: [TEAM, OTHER] })
    expect(desk.sandbox.requests()).toHaveLength(before)
  })

  test('an id of nothing is a notice', async () => {
    for (const stripeId of ['cus_doesnotexist', 'in_doesnotexist', 'cs_doesnotexist']) {
      const shown = await ask({ teamId: TEAM, stripeId })
      expect(shown.notices.join()).toContain('no object')
    }
  })
})

describe('the record', () => {
  test('every asking is in the log, with ticket, strength and customer, and the customer’s name apart', async () => {
    const shown = await ask({ teamId: TEAM })
    const entry = await desk.kernel.db
      .selectFrom('auditEntry')
      .selectAll()
      .where('details', 'like', `%${shown.id}%`)
      .executeTakeFirstOrThrow()
    expect(entry).toMatchObject({
      action: 'team.verified',
      actorId: ines.id,
      subjectId: TEAM,
      ticket: '#48213',
      requestId: 'req_1',
    })
    expect(entry.details).toContain('"strength":"proven"')
    expect(entry.details).not.toContain('Kestrel')
  })

  test('the caller’s own verdicts are listed newest first', async () => {
    const lines = await listVerifications(desk.kernel, { staffId: ines.id }, 12)
    expect(lines.length).toBeGreaterThan(5)
    expect(lines.map((line) => line.id)).toEqual(
      lines
        .map((line) => line.id)
        .toSorted()
        .toReversed(),
    )
  })
})
