import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { situation } from '../../stripe-sandbox/samples/situations.ts'
import { approvalsPage } from '../support/approvals-page.ts'
import { launchBrowser, openWindow, type SampleDesk, startSampleDesk } from '../support/browser.ts'
import { changeTo, goTo, signInAs, teamPage, verify } from '../support/desk-pages.ts'
import { chooseByKeys, focused, openByKeys, tabTo, unreached } from '../support/keyboard.ts'

// Guards: whatever moves money is asked for, read and talked about without a mouse: each thing that can be clicked is on
// the way of Tab, the main action has its key, Esc leads back, and the focus is where it was.

/** Its subscription carries a coupon, so that every form about it can be opened. */
const meadowlark = situation('repeatingCoupon')
const customer = meadowlark.customer ?? ''
const TICKET = 'INC-4881'
const TEAM_PAGE = `#/teams/${customer}?team=${meadowlark.team}&ticket=${TICKET}`

let desk: SampleDesk
let browser: Browser
let page: Page

const inPage = (): Promise<boolean> =>
  page.evaluate(() => document.querySelector('#page')?.contains(document.activeElement) ?? false)
const isOnTeam = (): Promise<boolean> => page.evaluate((at) => location.hash.startsWith(at), `#/teams/${customer}?`)
const form = (name: string) => page.getByRole('form', { name, exact: true })
const main = (name: string) => form(name).locator('button[type="submit"]')
const isReady = (name: string) => expect.poll(() => main(name).getAttribute('title'), { timeout: 15_000 }).toBeNull()

const entries = async (): Promise<number[]> => {
  const { data } = await desk.stripe.client.customers.listBalanceTransactions(customer, { limit: 100 })
  return data.map(({ amount }) => amount)
}

beforeAll(async () => {
  desk = await startSampleDesk()
  browser = await launchBrowser()
  const own = await openWindow(browser)
  page = own.page
  await page.goto(desk.deskUrl)
  await signInAs(page, 'support')
  expect(await verify(page, { ticket: TICKET, team: meadowlark.team ?? '' })).toBe('Proven')
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

describe.each([
  { keys: 'c', name: 'Credit' },
  { keys: 'o', name: 'Coupon' },
  { keys: 't', name: 'Stack' },
  { keys: 'u', name: 'Change of a subscription' },
  { keys: 'd', name: 'Who is billed' },
])('the form “$name”', ({ keys, name }) => {
  test('opens with its key on the team, and Tab reaches all of it', async () => {
    await goTo(page, TEAM_PAGE)
    await teamPage(page).proof.getByText(`Proven for ${TICKET}`).waitFor()
    await page.keyboard.press(keys)
    await form(name).waitFor()
    expect(await unreached(page)).toEqual([])
  })

  test('has a key for its main action, which sends nothing that is not complete', async () => {
    expect(await main(name).getAttribute('aria-keyshortcuts')).toBe('Control+Enter')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('status').filter({ hasText: 'Not possible' }).first().waitFor({ state: 'attached' })
    expect(await form(name).isVisible()).toBe(true)
  })

  test('is left with Esc, and the team’s own keys work at once', async () => {
    await page.keyboard.press('Escape')
    await expect.poll(isOnTeam).toBe(true)
    expect(await inPage()).toBe(true)
    await page.keyboard.press(keys)
    await form(name).waitFor()
  })
})

describe('without a mouse', () => {
  test('a credit is asked for, and nothing is at Stripe yet', async () => {
    const before = await entries()
    await goTo(page, TEAM_PAGE)
    await teamPage(page).proof.getByText(`Proven for ${TICKET}`).waitFor()
    await page.keyboard.press('c')
    await form('Credit').waitFor()
    await tabTo(page, /^INPUT Amount/)
    await page.keyboard.type('7')
    await chooseByKeys(page, /^INPUT Reason/, 'Outage')
    await tabTo(page, /^TEXTAREA For the approver/)
    await page.keyboard.type('An hour without reports')
    // What else was given for the same days has to be meant, in words.
    await tabTo(page, /^INPUT .*meant/)
    await page.keyboard.press('Space')
    await tabTo(page, /^INPUT Why this comes on top/)
    await page.keyboard.type('Agreed with the team')
    await isReady('Credit')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('article', { name: 'Credit of 7.00 USD' }).waitFor()
    expect(await entries()).toEqual(before)
  })

  test('an edit of who is billed is asked for, and Stripe has the old address still', async () => {
    const emailAtStripe = async () => {
      const found = await desk.stripe.client.customers.retrieve(customer)
      return found.deleted === true ? null : found.email
    }
    const before = await emailAtStripe()
    await goTo(page, TEAM_PAGE)
    await teamPage(page).proof.getByText(`Proven for ${TICKET}`).waitFor()
    await page.keyboard.press('d')
    await form('Who is billed').waitFor()
    await tabTo(page, /^INPUT Billing e-mail/)
    await page.keyboard.press('Control+a')
    await page.keyboard.type('accounts@meadowlark.example')
    await tabTo(page, /^TEXTAREA For the approver/)
    await page.keyboard.type('The old address left')
    await isReady('Who is billed')
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(/#\/approvals\?item=apr_/)
    expect(await emailAtStripe()).toBe(before)
  })
})

describe('the inbox', () => {
  const list = () => approvalsPage(page).list
  const activeOption = () =>
    list().evaluate((one) => document.getElementById(one.getAttribute('aria-activedescendant') ?? '')?.textContent)

  test('is one sequence away, all of it on the way of Tab', async () => {
    await changeTo(page, 'approver', 'Jonas Whitlock')
    await openByKeys(page, 'go', 'Approvals')
    await approvalsPage(page).card.waitFor()
    expect(await unreached(page)).toEqual([])
  })

  test('moves with j and k, opens with Enter, and Esc goes back to the list', async () => {
    await list().focus()
    await page.keyboard.press('Home')
    const first = await activeOption()
    await page.keyboard.press('j')
    await expect.poll(activeOption).not.toBe(first)
    await page.keyboard.press('k')
    await expect.poll(activeOption).toBe(first)
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page)).toMatch(/^H2 /)
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toMatch(/^DIV Requests/)
  })

  test('a comment is given with m; Esc closes it and gives the focus back; what was said is kept', async () => {
    const dialog = page.getByRole('dialog', { name: 'Comment' })
    await page.keyboard.press('m')
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await focused(page)).toMatch(/^DIV Requests/)
    await page.keyboard.press('m')
    await page.keyboard.type('Seen on the status page')
    await tabTo(page, /^BUTTON Add the comment/)
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await approvalsPage(page).card.getByText('Seen on the status page').waitFor()
  })
})

describe('the other pages', () => {
  test('cases: j and Enter open one, n takes a note, and Esc gives the focus back', async () => {
    await openByKeys(page, 'gk', 'Cases')
    await tabTo(page, /All open/)
    await page.keyboard.press('Enter')
    const grid = page.getByRole('grid', { name: 'Cases' })
    await grid.getByText(TICKET).waitFor()
    expect(await unreached(page)).toEqual([])
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page
      .getByRole('region', { name: /^Proof/ })
      .first()
      .waitFor()
    expect(await unreached(page)).toEqual([])
    await tabTo(page, /^BUTTON Add a note/)
    const dialog = page.getByRole('dialog', { name: 'Add a note' })
    for (const key of ['Enter', 'n']) {
      await page.keyboard.press(key)
      await dialog.waitFor()
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      expect(await focused(page)).toMatch(/^BUTTON Add a note/)
    }
  })

  test('coupons: tabs by arrows, a campaign’s form by Tab, and Esc back to its list', async () => {
    await openByKeys(page, 'gc', 'Coupons')
    expect(await unreached(page)).toEqual([])
    await tabTo(page, /^BUTTON Owed/)
    await page.keyboard.press('ArrowRight')
    await page.waitForURL(/tab=campaigns/)
    expect(await focused(page)).toMatch(/^BUTTON Campaigns/)
    await page.keyboard.press('ArrowLeft')
    await page.waitForURL((url) => !url.hash.includes('tab='))
    await tabTo(page, /^BUTTON New campaign/)
    await page.keyboard.press('Enter')
    await form('Campaign').waitFor()
    expect(await unreached(page)).toEqual([])
    expect(await main('Campaign').getAttribute('aria-keyshortcuts')).toBe('Control+Enter')
    await page.keyboard.press('Escape')
    await page.waitForURL(/#\/coupons\?tab=campaigns/)
    expect(await inPage()).toBe(true)
  })

  test('policy: every cell on the way of Tab, and Ctrl+Enter proposes', async () => {
    await changeTo(page, 'admin')
    await openByKeys(page, 'gy', 'Policy')
    await form('Policy').waitFor()
    expect(await unreached(page)).toEqual([])
    await page.evaluate(() => document.querySelector<HTMLElement>('#page')?.focus())
    await chooseByKeys(page, /^INPUT Band 1: Signatures/, 'two')
    await form('Policy').getByLabel('For the approver').focus()
    await page.keyboard.type('Credits doubled last month')
    await isReady('Policy')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('article', { name: 'Policy: version 2' }).waitFor()
  })
})
