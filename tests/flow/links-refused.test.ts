// Guarantee: nobody gets a link without a live proof in an open case, for a plan that isn't on sale, beyond the bound of
// their hour, or in a role that makes none; and nothing reaches Stripe for what is refused.
import { teamIdSchema } from '@countersign/shared/ids'
import { startSandbox } from 'stripe-sandbox'
import { afterAll, describe, expect, test } from 'vitest'
import { changeCase } from '../../server/features/cases/change-case.ts'
import { linksRouter } from '../../server/features/links/router.ts'
import { mailPortalLink } from '../../server/features/links/mail-portal-link.ts'
import { makePurchaseLink } from '../../server/features/links/make-purchase-link.ts'
import { sendLink } from '../../server/features/links/send-link.ts'
import { newKey, openLinkDesk } from '../support/link-desk.ts'
import { TICKET } from '../support/subscription-desk.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

const HOUR_MS = 3_600_000

describe('a purchase link is refused', () => {
  test('without a proof for the ticket, and once the case is closed', async () => {
    const at = await openLinkDesk(sandbox)
    await expect(at.purchase({ ticket: '#other' })).rejects.toMatchObject({ code: 'TEAM_NOT_PROVEN' })
    const { link } = await at.purchase()
    await changeCase(at.kernel, at.by, { kind: 'closed', ticket: TICKET, text: null })
    await expect(at.purchase()).rejects.toMatchObject({ code: 'CASE_CLOSED' })
    await expect(at.mailPortal()).rejects.toMatchObject({ code: 'CASE_CLOSED' })
    const sending = sendLink(at.kernel, at.by, { id: link.id, to: 'ada@kestrel.example', requestKey: newKey() })
    await expect(sending).rejects.toMatchObject({ code: 'CASE_CLOSED' })
    expect(await at.sessions()).toHaveLength(1)
  })

  test('when the customer was deleted meanwhile', async () => {
    const at = await openLinkDesk(sandbox)
    await at.stripe.customers.del(at.customer)
    await expect(at.purchase()).rejects.toMatchObject({ code: 'TEAM_NOT_PROVEN' })
    await expect(at.mailPortal()).rejects.toMatchObject({ code: 'TEAM_NOT_PROVEN' })
  })

  test('for a team that Stripe knows, or that nobody asked about', async () => {
    const at = await openLinkDesk(sandbox)
    const unknown = (teamId: string) =>
      at.asked({ ticket: '#9', buyer: { kind: 'unknown', teamId: teamIdSchema.parse(teamId), email: null } })
    await expect(makePurchaseLink(at.kernel, at.by, unknown('nobody'))).rejects.toMatchObject({
      code: 'TEAM_NOT_UNKNOWN',
    })
    expect(await at.verdictOn('latecomer', '#9')).toBe('unknown')
    await at.stripe.customers.create({ metadata: { team: 'latecomer' } })
    await expect(makePurchaseLink(at.kernel, at.by, unknown('latecomer'))).rejects.toMatchObject({
      code: 'TEAM_NOT_UNKNOWN',
    })
  })

  test('for a price that was archived meanwhile, tiered, paid once, or in another currency', async () => {
    const at = await openLinkDesk(sandbox)
    await at.subscribe(1000)
    const other = await at.newPrice(900, { currency: 'eur' })
    await expect(at.purchase({ priceStripeId: other })).rejects.toMatchObject({ code: 'CURRENCY_DIFFERS' })
    const once = await at.stripe.prices.create({ product: at.product, currency: 'usd', unit_amount: 900 })
    await expect(at.purchase({ priceStripeId: once.id })).rejects.toMatchObject({ code: 'PRICE_NOT_LISTED' })
    const tiered = await at.stripe.prices.create({
      product: at.product,
      currency: 'usd',
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      tiers: [{ up_to: 'inf', unit_amount: 100 }],
      recurring: { interval: 'month' },
    })
    await expect(at.purchase({ priceStripeId: tiered.id })).rejects.toMatchObject({ code: 'PRICE_NOT_LISTED' })
    await at.stripe.prices.update(at.price, { active: false })
    await expect(at.purchase()).rejects.toMatchObject({ code: 'PRICE_NOT_LISTED' })
    expect(await at.sessions()).toEqual([])
  })

  test('by Stripe itself, which is kept with Stripe’s own words', async () => {
    const at = await openLinkDesk(sandbox)
    const asked = at.asked()
    at.fail({ kind: 'drop_before', path: '/v1/checkout/sessions', times: 2 })
    await expect(makePurchaseLink(at.kernel, at.by, asked)).rejects.toMatchObject({ gateway: 'stripe' })
    // Between the click that got no answer and the next one.
    await at.stripe.prices.update(at.price, { active: false })
    await expect(makePurchaseLink(at.kernel, at.by, asked)).rejects.toMatchObject({ failure: 'refused' })
    const { link, url } = await makePurchaseLink(at.kernel, at.by, asked)
    expect(url).toBeNull()
    expect(link).toMatchObject({ state: 'failed' })
    expect(link.problem).toMatch(/^The price specified is inactive[.]/)
    expect((await at.logged(link.id)).map(({ action, outcome }) => `${action} ${outcome}`).toSorted()).toEqual([
      'purchase-link.asked done',
      'purchase-link.made refused',
    ])
  })

  test('beyond thirty within an hour, and given again when the hour is over', async () => {
    const at = await openLinkDesk(sandbox)
    const kept = at.asked()
    await makePurchaseLink(at.kernel, at.by, kept)
    for (let made = 1; made < 30; made++) await at.mailPortal()
    await expect(at.purchase()).rejects.toMatchObject({ code: 'LINKS_TOO_MANY' })
    await expect(at.mailPortal()).rejects.toMatchObject({ code: 'LINKS_TOO_MANY' })
    // The same form again makes none.
    expect((await makePurchaseLink(at.kernel, at.by, kept)).link.state).toBe('open')
    at.kernel.clock.advance(HOUR_MS)
    expect((await at.purchase()).link.state).toBe('open')
  })

  test('where no page is set to return to', async () => {
    const at = await openLinkDesk(sandbox)
    const bare = { ...at.kernel, settings: { ...at.kernel.settings, linkReturnUrl: null } }
    await expect(makePurchaseLink(bare, at.by, at.asked())).rejects.toMatchObject({ code: 'LINKS_NOT_SET_UP' })
    await expect(mailPortalLink(bare, at.by, at.portalAsked())).rejects.toMatchObject({ code: 'LINKS_NOT_SET_UP' })
  })
})

describe('who may', () => {
  const callerOf = async (roles: readonly ('support' | 'finance' | 'approver' | 'auditor' | 'admin')[]) => {
    const at = await openLinkDesk(sandbox)
    const staff = { ...at.ines, roles: [...roles] }
    const caller = linksRouter.createCaller({ kernel: at.kernel, staff, requestId: 'req', address: '192.0.2.1' })
    return { at, caller }
  }

  test.each(['support', 'finance'] as const)('%s makes links', async (role) => {
    const { at, caller } = await callerOf([role])
    expect((await caller.purchase(at.asked())).link.state).toBe('open')
    expect((await caller.mailPortal(at.portalAsked())).sentTo).toBe('billing@kestrel.example')
  })

  test.each(['approver', 'auditor', 'admin'] as const)('%s makes none, and sees which there are', async (role) => {
    const { at, caller } = await callerOf([role])
    await expect(caller.purchase(at.asked())).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(caller.mailPortal(at.portalAsked())).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const { link } = await at.purchase()
    const listed = await caller.list({ customerStripeId: at.customer, teamId: null })
    expect(listed.map(({ id }) => id)).toEqual([link.id])
    expect(JSON.stringify(listed)).not.toContain('http')
    await expect(caller.read({ id: link.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
