import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { situation } from '../../stripe-sandbox/samples/situations.ts'
import {
  type DeskWindow,
  isProbe,
  launchBrowser,
  openWindow,
  type SampleDesk,
  startSampleDesk,
} from '../support/browser.ts'
import { inspect } from '../support/inspect-page.ts'
import { changeTo, goTo, signInAs, teamPage, verify } from '../support/desk-pages.ts'

// Guards: a link is made with the keyboard's form, the team buys on Stripe's page with a test card, and the desk sees it
// bought with the team's id on the subscription; a portal link is mailed to the customer and shown to nobody. All of it can be read aloud, in light
// and dark and enlarged.

const proven = situation('proven')
const unknown = situation('unknown')
const TICKET = 'INC-9901'

let desk: SampleDesk
let browser: Browser
let agent: DeskWindow
let page: Page

beforeAll(async () => {
  desk = await startSampleDesk()
  browser = await launchBrowser()
  agent = await openWindow(browser, { permissions: ['clipboard-read', 'clipboard-write'] })
  ;({ page } = agent)
  await page.goto(desk.deskUrl)
  await signInAs(page, 'support')
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

const form = () => page.getByRole('form', { name: 'Purchase link' })
const panel = () => form().getByRole('region', { name: 'Link', exact: true })
const list = () => page.getByRole('grid', { name: 'Links of this team' })
const copied = () => page.evaluate(() => navigator.clipboard.readText())

const choosePlan = async (option: RegExp): Promise<void> => {
  await form().getByRole('combobox', { name: 'Plan' }).click()
  await page.getByRole('option', { name: option }).first().click()
}

const openTeam = async (): Promise<void> => {
  await goTo(page, `#/teams/${proven.customer}?team=${proven.team}&ticket=${TICKET}`)
  await teamPage(page).proof.getByText(`Proven for ${TICKET}`).waitFor()
}

/** As the customer, in a window of its own. */
const buyOn = async (url: string, email?: string): Promise<void> => {
  const context = await browser.newContext()
  const shop = await context.newPage()
  await shop.goto(url)
  if (email !== undefined) await shop.getByLabel('E-mail').fill(email)
  await shop.getByLabel('Name on card').fill('Ada Example')
  await shop.getByLabel('Card number').fill('4242424242424242')
  await shop.getByLabel('Expiry, MM / YY').fill('12/34')
  await shop.getByLabel('Security code').fill('123')
  await shop.getByRole('button', { name: 'Subscribe and pay' }).click()
  await shop.waitForURL(/[?&]purchase=complete/)
  await context.close()
}

describe('a purchase link', () => {
  test('says what is missing, then what it sells, and can be read aloud', async () => {
    expect(await verify(page, { ticket: TICKET, team: proven.team ?? '' })).toBe('Proven')
    await openTeam()
    await page.keyboard.press('n')
    await form().waitFor()
    const make = form().getByRole('button', { name: /^Make the link/ })
    expect(await make.getAttribute('aria-disabled')).toBe('true')
    await choosePlan(/^Loomfield Maker, .* every month/)
    await form().getByLabel('Quantity').fill('1.5')
    await form().getByText('A whole number from 1 to 100000').waitFor()
    await form().getByLabel('Quantity').fill('3')
    await form().getByText('Loomfield Maker × 3', { exact: true }).waitFor()
    expect(await make.getAttribute('aria-disabled')).toBeNull()
    await form().getByText('running already; what is bought here comes on top.').waitFor()
    expect(await inspect(page)).toEqual({})
  })

  test('is made with the keyboard, copied, mailed, bought with a test card, and seen as bought', async () => {
    await page.keyboard.press('Control+Enter')
    await panel().getByText('open', { exact: true }).waitFor()
    expect(await inspect(page)).toEqual({})
    await panel().getByRole('button', { name: 'Copy link' }).click()
    const url = await copied()
    const { client } = desk.stripe
    const [session] = (await client.checkout.sessions.list({ customer: proven.customer ?? '', limit: 1 })).data
    expect(url).toBe(session?.url)
    expect(session).toMatchObject({ client_reference_id: proven.team, metadata: { team: proven.team, ticket: TICKET } })
    const address = panel().getByLabel('Mail it to')
    expect(await address.getAttribute('readonly')).not.toBeNull()
    const billed = await address.inputValue()
    expect(billed).toContain('@')
    await panel().getByRole('button', { name: 'Mail link' }).click()
    await panel().getByText(`Written down for ${billed}. No mail server is configured`).waitFor()
    await buyOn(url)
    await panel().getByText('bought', { exact: true }).waitFor()
    await list().getByText('bought').waitFor()
    const bought = await client.checkout.sessions.retrieve(session?.id ?? '')
    const { subscription: made } = bought
    const subscription = await client.subscriptions.retrieve(typeof made === 'string' ? made : 'none')
    expect(subscription.metadata).toMatchObject({ team: proven.team, ticket: TICKET })
    await panel().getByText(subscription.id).waitFor()
    expect(await panel().getByRole('button', { name: 'Copy link' }).count()).toBe(0)
  })

  test('stands in the timeline of the team', async () => {
    await openTeam()
    await page.getByText('Purchased through a link: Loomfield Maker × 3, every month').first().waitFor()
  })

  test('is closed by who made it, and then nobody can buy on it', async () => {
    await page.keyboard.press('n')
    await choosePlan(/^Loomfield Maker, .* every month/)
    await form()
      .getByRole('button', { name: /^Make the link/ })
      .click()
    await panel().getByRole('button', { name: 'Close link' }).click()
    await panel().getByText('expired', { exact: true }).waitFor()
    const [session] = (await desk.stripe.client.checkout.sessions.list({ limit: 1 })).data
    expect(session?.status).toBe('expired')
  })

  test('for a team that Stripe doesn’t know makes it known', async () => {
    await goTo(page, '#/verify')
    expect(await verify(page, { ticket: 'INC-9902', team: unknown.team ?? '' })).toBe('Unknown')
    await page.getByRole('button', { name: 'Purchase link…' }).click()
    await choosePlan(/^Loomfield Maker, .* every month/)
    await form().getByLabel('E-mail of the buyer').fill('new@buyer.example')
    expect(await inspect(page)).toEqual({})
    await form()
      .getByRole('button', { name: /^Make the link/ })
      .click()
    await panel().getByRole('button', { name: 'Copy link' }).click()
    await buyOn(await copied())
    await panel().getByText('bought', { exact: true }).waitFor()
    await goTo(page, '#/verify')
    expect(await verify(page, { ticket: 'INC-9903', team: unknown.team ?? '' })).toBe('Proven')
  })
})

describe('a portal link', () => {
  const sheet = () => page.getByRole('form', { name: 'Billing portal' })

  test('is mailed to the billing e-mail, and says that nothing leaves without a mail server', async () => {
    await openTeam()
    await page.keyboard.press('m')
    await sheet().getByText('Nothing is mailed yet.', { exact: false }).waitFor()
    expect(await sheet().getByRole('button', { name: 'Copy link' }).count()).toBe(0)
    expect(await inspect(page)).toEqual({})
    await page.keyboard.press('Control+Enter')
    await sheet().getByText('No mail server is configured', { exact: false }).waitFor()
    expect(agent.faults.filter((fault) => !isProbe(fault))).toEqual([])
  })
})

test('an approver sees the links of a team and may make none', async () => {
  await changeTo(page, 'approver', 'Jonas')
  await goTo(page, `#/teams/${proven.customer}/link?team=${proven.team}&ticket=${TICKET}`)
  await list().getByText('bought').first().waitFor()
  const make = form().getByRole('button', { name: /^Make the link/ })
  expect(await make.getAttribute('aria-disabled')).toBe('true')
  await list().getByText('bought').first().click()
  await panel().getByText('bought', { exact: true }).waitFor()
  expect(await panel().getByRole('button', { name: 'Copy link' }).count()).toBe(0)
  expect(await inspect(page)).toEqual({})
})
