// Guarantee: a purchase link sells one plan to one team. What is bought carries the team's id, the same form makes one page
// whatever happens on the way, and what became of it is seen, once, whoever learns of it first.
import { teamIdSchema } from '@countersign/shared/ids'
import { startSandbox } from 'stripe-sandbox'
import { afterAll, describe, expect, test } from 'vitest'
import { noteCheckout } from '../../server/features/links/index.ts'
import { closeLink } from '../../server/features/links/close-link.ts'
import { listLinks } from '../../server/features/links/list-links.ts'
import { makePurchaseLink } from '../../server/features/links/make-purchase-link.ts'
import { readLink } from '../../server/features/links/read-link.ts'
import { refreshLinks } from '../../server/features/links/refresh-links.ts'
import { readTeamPage } from '../../server/features/subscriptions/read-team-page.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { newKey, openLinkDesk } from '../support/link-desk.ts'
import { TEAM, TICKET } from '../support/subscription-desk.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

const MINUTE_MS = 60_000
/** The client asks once more on its own when a connection breaks. */
const TWICE = 2
const DAY_MS = 24 * 60 * MINUTE_MS

type LinkDesk = Awaited<ReturnType<typeof openLinkDesk>>

/** As the job does it after a minute. */
const refresh = (at: LinkDesk): Promise<number> => {
  at.kernel.clock.advance(MINUTE_MS)
  return refreshLinks(at.kernel, at.kernel.clock.now() - MINUTE_MS)
}

describe('a purchase link', () => {
  test('is Stripe’s page for the plan, with team, ticket and mark on the page and on what is bought', async () => {
    const at = await openLinkDesk(sandbox)
    const { link, url } = await at.purchase()
    expect(link).toMatchObject({
      state: 'open',
      plan: 'Business',
      period: 'month',
      quantity: 3,
      // 3 × 25.00 USD
      total: { amount: 7500, currency: 'usd' },
      hasReference: true,
      ticket: TICKET,
      madeBy: 'Ines Albrecht',
    })
    const session = await at.sessionOf(link.id)
    const metadata = { team: TEAM, ticket: TICKET, countersign_request: link.id, countersign_step: 'purchase-link' }
    expect(session).toMatchObject({
      url,
      mode: 'subscription',
      customer: at.customer,
      client_reference_id: TEAM,
      metadata,
      success_url: 'https://loomfield.example/billing?purchase=complete',
      cancel_url: 'https://loomfield.example/billing?purchase=cancelled',
    })
    await at.buy(link.id)
    expect(await refresh(at)).toBe(1)
    const bought = await listLinks(at.kernel, { customerStripeId: at.customer, teamId: null })
    expect(bought).toMatchObject([{ id: link.id, state: 'complete', total: { amount: 7500 } }])
    const subscription = await at.stripe.subscriptions.retrieve(bought[0]?.subscriptionStripeId ?? '')
    expect(subscription.metadata).toEqual(metadata)
    expect(subscription.items.data.map(({ price, quantity }) => [price.id, quantity])).toEqual([[at.price, 3]])
    const page = await readTeamPage(
      at.kernel,
      at.ines,
      { customerStripeId: at.customer, teamId: TEAM, ticket: TICKET },
      'req_page',
    )
    expect(page.timeline.map(({ title }) => title)).toContain('Purchased through a link: Business × 3, every month')
  })

  test('is in the log before and after, and its address is nowhere in the database', async () => {
    const at = await openLinkDesk(sandbox)
    const { link, url } = await at.purchase()
    await at.buy(link.id)
    await refresh(at)
    await refresh(at)
    const log = await at.logged(link.id)
    expect(log.map(({ action, outcome, actorKind }) => `${action} ${outcome} ${actorKind}`).toSorted()).toEqual([
      'purchase-link.asked done staff',
      'purchase-link.completed done system',
      'purchase-link.made done staff',
    ])
    expect(url).toMatch(/^http/)
    expect(await at.everyText()).not.toContain(url)
  })

  test('asked for twice by one form is one link, and other content under that form’s key is refused', async () => {
    const at = await openLinkDesk(sandbox)
    const asked = at.asked()
    const [first, second] = await Promise.all([
      makePurchaseLink(at.kernel, at.by, asked),
      makePurchaseLink(at.kernel, at.by, asked),
    ])
    expect(second.link.id).toBe(first.link.id)
    expect((await makePurchaseLink(at.kernel, at.by, asked)).url).toBe(first.url)
    expect(await at.sessions()).toHaveLength(1)
    await expect(makePurchaseLink(at.kernel, at.by, { ...asked, quantity: 4 })).rejects.toMatchObject({
      code: 'REQUEST_KEY_REUSED',
    })
  })

  test('whose answer was lost is the same one when the form asks again', async () => {
    const at = await openLinkDesk(sandbox)
    const asked = at.asked()
    at.fail({ kind: 'drop_after', path: '/v1/checkout/sessions', times: TWICE })
    await expect(makePurchaseLink(at.kernel, at.by, asked)).rejects.toMatchObject({ gateway: 'stripe' })
    const { link } = await makePurchaseLink(at.kernel, at.by, asked)
    expect(link.state).toBe('open')
    expect(await at.sessions()).toHaveLength(1)
  })

  test('whose answer was lost and that nobody asks for again is found by the job', async () => {
    const at = await openLinkDesk(sandbox)
    at.fail({ kind: 'drop_after', path: '/v1/checkout/sessions', times: TWICE })
    await expect(at.purchase()).rejects.toMatchObject({ gateway: 'stripe' })
    await refresh(at)
    const [link] = await listLinks(at.kernel, { customerStripeId: at.customer, teamId: null })
    expect(link).toMatchObject({ state: 'open', total: { amount: 7500 } })
    expect((await readLink(at.kernel, link?.id ?? '')).url).toMatch(/^http/)
  })

  test('that never reached Stripe is given up once no such page could live', async () => {
    const at = await openLinkDesk(sandbox)
    at.fail({ kind: 'drop_before', path: '/v1/checkout/sessions', times: TWICE })
    await expect(at.purchase()).rejects.toMatchObject({ gateway: 'stripe' })
    await refresh(at)
    const only = async () => (await listLinks(at.kernel, { customerStripeId: at.customer, teamId: null }))[0]
    expect((await only())?.state).toBe('making')
    at.kernel.clock.advance(DAY_MS)
    await refresh(at)
    expect(await only()).toMatchObject({ state: 'failed', problem: 'Stripe never said that it made the page.' })
    expect(await at.sessions()).toEqual([])
  })
})

describe('what becomes of it', () => {
  test('expired is said, and nothing later changes it', async () => {
    const at = await openLinkDesk(sandbox)
    const { link } = await at.purchase()
    const state = await at.kernel.stripe.readCheckout((await at.rowOf(link.id)).sessionStripeId ?? '')
    if (!state) throw new Error('no session')
    await at.stripe.checkout.sessions.expire(state.stripeId)
    expect(await readLink(at.kernel, link.id)).toMatchObject({ link: { state: 'expired' }, url: null })
    const note = (status: 'open' | 'complete') =>
      inTransaction(at.kernel.db, (tx) => noteCheckout(tx, { ...state, status }, { at: at.kernel.clock.now() }))
    expect([await note('open'), await note('complete')]).toEqual([false, false])
    expect((await at.rowOf(link.id)).state).toBe('expired')
  })

  test('a purchase is noted once, and a page that isn’t ours never', async () => {
    const at = await openLinkDesk(sandbox)
    const { link } = await at.purchase()
    await at.buy(link.id)
    const state = await at.kernel.stripe.readCheckout((await at.rowOf(link.id)).sessionStripeId ?? '')
    if (!state) throw new Error('no session')
    const note = (over: Partial<typeof state>) =>
      inTransaction(at.kernel.db, (tx) => noteCheckout(tx, { ...state, ...over }, { at: at.kernel.clock.now() }))
    expect(await note({ stripeId: 'cs_test_other', metadata: {} })).toBe(false)
    expect(await note({ stripeId: 'cs_test_forged' })).toBe(false)
    expect([await note({}), await note({})]).toEqual([true, false])
  })

  test('closed by a person, nobody can buy on it', async () => {
    const at = await openLinkDesk(sandbox)
    const { link } = await at.purchase()
    expect((await closeLink(at.kernel, at.by, link.id)).link.state).toBe('expired')
    expect((await at.sessionOf(link.id)).status).toBe('expired')
    await expect(closeLink(at.kernel, at.by, link.id)).rejects.toMatchObject({ code: 'LINK_NOT_OPEN' })
  })

  test('that Stripe can’t be asked about stays as it is', async () => {
    const at = await openLinkDesk(sandbox)
    const { link } = await at.purchase()
    at.fail({ kind: 'drop_before', path: '/v1/checkout/sessions/*', method: 'GET', times: 0 })
    await expect(refresh(at)).rejects.toMatchObject({ gateway: 'stripe' })
    expect((await at.rowOf(link.id)).state).toBe('open')
  })
})

describe('a team that Stripe doesn’t know', () => {
  test('buys by e-mail, and is known afterwards by its id on the subscription', async () => {
    const at = await openLinkDesk(sandbox)
    expect(await at.verdictOn('newcomer', '#1')).toBe('unknown')
    const teamId = teamIdSchema.parse('newcomer')
    const buyer = { kind: 'unknown', teamId, email: 'ada@newcomer.example' } as const
    const { link } = await at.purchase({ ticket: '#1', buyer })
    expect(await at.sessionOf(link.id)).toMatchObject({ customer: null, customer_email: 'ada@newcomer.example' })
    await at.buy(link.id)
    await refresh(at)
    const row = await at.rowOf(link.id)
    expect(row).toMatchObject({ state: 'complete', teamId: 'newcomer' })
    const bought = await at.stripe.subscriptions.retrieve(row.subscriptionStripeId ?? '')
    expect(bought).toMatchObject({ customer: row.customerStripeId, metadata: { team: 'newcomer', ticket: '#1' } })
    expect(await at.verdictOn('newcomer', '#2')).toBe('proven')
    await expect(at.purchase({ ticket: '#1', buyer })).rejects.toMatchObject({
      code: 'TEAM_NOT_UNKNOWN',
    })
  })

  test('with an id that client_reference_id doesn’t take is named by the metadata alone', async () => {
    const at = await openLinkDesk(sandbox)
    await at.verdictOn('acme.eu:west', '#3')
    const teamId = teamIdSchema.parse('acme.eu:west')
    const buyer = { kind: 'unknown', teamId, email: null } as const
    const { link } = await at.purchase({ ticket: '#3', buyer })
    expect(link.hasReference).toBe(false)
    expect(await at.sessionOf(link.id)).toMatchObject({
      client_reference_id: null,
      metadata: { team: 'acme.eu:west' },
    })
  })
})

describe('two replicas', () => {
  test('ask Stripe about each link once', async () => {
    const at = await openLinkDesk(sandbox)
    await at.purchase()
    await at.purchase({ requestKey: newKey() })
    at.kernel.clock.advance(MINUTE_MS)
    const before = at.kernel.clock.now() - MINUTE_MS
    const asked = await Promise.all([refreshLinks(at.kernel, before), refreshLinks(at.kernel, before)])
    expect(asked.reduce((sum, count) => sum + count, 0)).toBe(2)
  })
})
