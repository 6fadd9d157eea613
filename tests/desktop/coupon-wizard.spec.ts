import { AxeBuilder } from '@axe-core/playwright'
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
import { goTo, signInAs, teamPage, verify } from '../support/desk-pages.ts'

// Guards: a coupon is given with the keyboard's forms alone, its amount from the catalogue; the code is only on the screen
// once somebody asks to see it; a team that Stripe doesn't know gets a shared one from its verdict.

const proven = situation('proven')
const unknown = situation('unknown')
const TICKET = 'INC-7701'

let desk: SampleDesk
let browser: Browser
let agent: DeskWindow
let page: Page

beforeAll(async () => {
  desk = await startSampleDesk()
  const { products, prices } = desk.stripe.client
  const { id: product } = await products.create({ name: 'Zurich edition' })
  await prices.create({ product, currency: 'eur', unit_amount: 9_900, recurring: { interval: 'month' } })
  browser = await launchBrowser()
  agent = await openWindow(browser)
  ;({ page } = agent)
  await page.goto(desk.deskUrl)
  await signInAs(page, 'support')
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

const troubles = async (): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

const form = () => page.getByRole('form', { name: 'Coupon' })
const effect = () => page.getByRole('region', { name: 'What this would do' })

const choose = async (label: string, option: RegExp | string): Promise<void> => {
  await form().getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option }).first().click()
}

/** The least that makes a coupon: everything else stands on the team's own plan. */
const fill = async (reason: string): Promise<void> => {
  await choose('Reason', reason)
  await form().getByLabel('For the approver').fill('Two days without telemetry, INC-0391 confirms it')
}

describe('the wizard', () => {
  test('shows arithmetic, name and signers before anything is asked', async () => {
    expect(await verify(page, { ticket: TICKET, team: proven.team ?? '' })).toBe('Proven')
    await goTo(page, `#/teams/${proven.customer}?team=${proven.team}&ticket=${TICKET}`)
    await teamPage(page).proof.getByText(`Proven for ${TICKET}`).waitFor()
    await page.keyboard.press('o')
    await form().waitFor()
    await page.getByRole('button', { name: /^Ask for the coupon/ }).waitFor()
    await form().getByRole('radio', { name: 'Days of a period' }).check()
    await form().getByRole('textbox', { name: 'Days', exact: true }).fill('3')
    await fill('Outage')
    await effect().getByText('3 of 30 days of').waitFor()
    await effect().getByText(`Outage ${TICKET}`, { exact: true }).waitFor()
    expect(await troubles()).toEqual([])
  })

  test('makes the code, which nobody sees before they ask to', async () => {
    await page.getByRole('button', { name: /^Make the coupon of/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Coupons' }).waitFor()
    const panel = page.getByRole('complementary', { name: 'Coupon' })
    const show = panel.getByRole('button', { name: 'Show the code' })
    await show.waitFor()
    const made = (await desk.stripe.client.promotionCodes.list({ limit: 1 })).data[0]
    expect(await page.content()).not.toContain(made?.code)
    await show.click()
    await panel.getByText(made?.code ?? 'no code').waitFor()
    expect(await troubles()).toEqual([])
  })

  test('refuses half a number, and says what is missing', async () => {
    await goTo(page, `#/teams/${proven.customer}/coupon?team=${proven.team}&ticket=${TICKET}`)
    await form().getByLabel('Quantity').fill('1.5')
    await form().getByText('A whole number from 1 to 100000').waitFor()
    const ask = page.getByRole('button', { name: /^Ask for the coupon/ })
    expect(await ask.getAttribute('aria-disabled')).toBe('true')
  })
})

describe('a team that Stripe doesn’t know', () => {
  test('gets a shared code from its verdict, which an approver has to sign', async () => {
    await goTo(page, '#/verify')
    expect(await verify(page, { ticket: 'INC-7702', team: unknown.team ?? '' })).toBe('Unknown')
    await page.getByRole('button', { name: 'Give a shared code' }).click()
    await choose('Plan', /^Loomfield Maker, .* a month/)
    await fill('Prepaid deal')
    await effect().getByText('1 approver has to sign').waitFor()
    await effect().getByText('whoever has the code can redeem it first', { exact: false }).waitFor()
    expect(await troubles()).toEqual([])
    await page.getByRole('button', { name: /^Ask for a coupon of/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Approvals' }).waitFor()
    expect(agent.faults.filter((fault) => !isProbe(fault))).toEqual([])
  })
})

describe('a campaign', () => {
  test('shows what it could cost at most, and is refused above its budget or in another currency, by name', async () => {
    await goTo(page, '#/coupons?tab=campaigns')
    await page.getByRole('button', { name: 'New campaign' }).first().click()
    const sheet = page.getByRole('form', { name: 'Campaign' })
    const text = (label: string, value: string) => sheet.getByRole('textbox', { name: label, exact: true }).fill(value)
    await text('Name on the invoice', 'Autumn at Nordwind')
    await text('Per cent', '20')
    await sheet.getByRole('checkbox').first().check()
    await text('At most, redemptions', '10')
    await sheet.getByLabel('Last day').fill('2099-12-31')
    await text('Budget', '0.01')
    await sheet.getByLabel('Codes').fill('NORDWIND-20')
    await sheet.getByRole('checkbox', { name: 'Zurich edition' }).check()
    await effect().getByText('Zurich edition is sold in EUR, not in USD.').waitFor()
    await sheet.getByRole('checkbox', { name: 'Zurich edition' }).uncheck()
    await effect().getByText('All redemptions together could cost more than the budget.').waitFor()
    await text('Budget', '100,000')
    await effect()
      .getByText(/× 10 =/)
      .waitFor()
    await effect().getByText('too: what is redeemed there is outside the budget.').waitFor()
    await sheet.getByLabel('For the approver').fill('Agreed with the partner')
    expect(await troubles()).toEqual([])
    await page.getByRole('button', { name: /^Ask for the campaign/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Approvals' }).waitFor()
  })
})
