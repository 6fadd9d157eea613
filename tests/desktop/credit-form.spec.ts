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
import { chooseByKeys } from '../support/keyboard.ts'

// Guards: a credit is asked for without a mouse; what may have made the same days good already holds it up until it is
// accepted with a reason; and a credit is taken back from the list of credits.

const proven = situation('proven')
const TICKET = 'INC-CREDIT'
const EARLIER = 'Outage of line 1'
const team = `#/teams/${proven.customer}?team=${proven.team}&ticket=${TICKET}`

let desk: SampleDesk
let browser: Browser
let own: DeskWindow
let page: Page

const form = () => page.getByRole('form', { name: 'Credit' })
const ask = () => page.getByRole('button', { name: /^Ask for approval/ })

beforeAll(async () => {
  desk = await startSampleDesk()
  await desk.stripe.client.customers.createBalanceTransaction(proven.customer ?? '', {
    amount: -7500,
    currency: 'usd',
    description: EARLIER,
    metadata: { period: '2026-11-09/2026-11-10' },
  })
  browser = await launchBrowser()
  own = await openWindow(browser)
  page = own.page
  await page.goto(desk.deskUrl)
  await signInAs(page, 'support')
  expect(await verify(page, { ticket: TICKET, team: proven.team ?? '' })).toBe('Proven')
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

const seriousFaults = async (): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)
}

describe('a credit by keyboard alone', () => {
  test('C on the team opens the form with the amount ready', async () => {
    await goTo(page, team)
    await teamPage(page).proof.getByText(`Proven for ${TICKET}`).waitFor()
    await page.keyboard.press('c')
    const amount = form().getByLabel('Amount')
    await amount.waitFor()
    await expect.poll(() => amount.evaluate((one) => one === document.activeElement)).toBe(true)
    await page.keyboard.type('900')
    // What one would sign alone may be offered in between, once the preview is there.
    await chooseByKeys(page, /^INPUT Reason/, 'Outage')
    await expect.poll(() => form().getByRole('combobox', { name: 'Reason' }).inputValue()).toBe('Outage')
  })

  test('the effect stands beside it: before and after, who signs, what was given', async () => {
    await form().getByRole('table', { name: 'Before and after' }).waitFor()
    await form().getByRole('heading', { name: '2 approvers have to sign' }).waitFor()
    await form().getByRole('table', { name: 'Given to this team in 12 months' }).getByText(EARLIER).waitFor()
    // −75.00 and 900.00 more.
    await form()
      .getByRole('row', { name: /^Balance.*-75[.]00 USD.*-975[.]00 USD/ })
      .waitFor()
    expect(await seriousFaults()).toEqual([])
  })

  test('it offers the sum that one would sign, and takes it', async () => {
    await page.getByRole('button', { name: 'Lower to $250.00, 1 approver' }).press('Enter')
    await form().getByRole('heading', { name: '1 approver has to sign' }).waitFor()
    expect(await form().getByLabel('Amount').inputValue()).toBe('250.00')
  })

  test('the earlier credit holds it up until it is accepted with a reason', async () => {
    await form().getByLabel('For the approver').fill('Line 2 was silent for eight days')
    await form()
      .getByText(new RegExp(`A credit of 75[.]00 USD .*${EARLIER}`))
      .waitFor()
    await page.keyboard.press('Control+Enter')
    await form().waitFor()
    await form().getByLabel('All are meant, because').press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.type('the first was for line 1')
    await expect.poll(() => ask().getAttribute('aria-disabled')).not.toBe('true')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: /^Credit of 250[.]00 USD/ }).waitFor()
  })

  test('the team’s page tells that it is open, and whose it is', async () => {
    await goTo(page, team)
    const open = page.getByRole('region', { name: '1 request is open here' })
    await open.getByText('Credit of 250.00 USD').waitFor()
    await open.getByText(/Ines Albrecht/).waitFor()
    await page.getByText('Ines Albrecht asked: Credit of 250.00 USD').waitFor()
  })
})

describe('the same once more', () => {
  test('is refused as a twin, with the way to say that a second one is meant', async () => {
    await goTo(page, team)
    await page.keyboard.press('c')
    await form().getByLabel('Amount').fill('250.00')
    await form().getByRole('combobox', { name: 'Reason' }).click()
    await page.getByRole('option', { name: 'Outage' }).click()
    await form().getByLabel('For the approver').fill('Line 3 as well')
    await form().getByLabel('All are meant, because').check()
    await form().getByLabel('Why this comes on top').fill('the first was for line 1')
    await expect.poll(() => ask().getAttribute('aria-disabled')).not.toBe('true')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: 'I mean a second one' }).press('Enter')
    await page.getByRole('heading', { name: /^Credit of 250[.]00 USD/ }).waitFor()
  })
})

describe('taking a credit back', () => {
  test('starts from the list of credits and asks with the amount that is left', async () => {
    await goTo(page, `${team}&tab=credits`)
    await teamPage(page).rows('Credits').filter({ hasText: EARLIER }).click()
    await page.getByRole('button', { name: 'Take it back' }).press('Enter')
    const reversal = page.getByRole('form', { name: 'Reversal' })
    await reversal.getByLabel('Amount').waitFor()
    expect(await reversal.getByLabel('Amount').inputValue()).toBe('75.00')
    await reversal.getByLabel('For the approver').fill('Line 1 was never down')
    await reversal.getByRole('row', { name: /^Balance.*-75[.]00 USD.*0[.]00 USD/ }).waitFor()
    expect(await seriousFaults()).toEqual([])
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: /^Reversal of 75[.]00 USD/ }).waitFor()
  })

  test('once asked for, nothing is left to ask for', async () => {
    await goTo(page, `${team}&tab=credits`)
    await teamPage(page).rows('Credits').filter({ hasText: EARLIER }).click()
    const left = teamPage(page).panel('Credit').getByRole('definition')
    await left.filter({ hasText: 'Nothing of this credit is left on the balance.' }).waitFor()
  })

  test('nothing broke the content policy on the way', () => {
    expect(own.faults.filter((fault) => !isProbe(fault))).toEqual([])
  })
})
