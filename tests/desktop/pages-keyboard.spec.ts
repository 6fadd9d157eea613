import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { situation } from '../../stripe-sandbox/samples/situations.ts'
import { launchBrowser, openWindow, type SampleDesk, startSampleDesk } from '../support/browser.ts'
import { goTo, shell, teamPage, verifyPage } from '../support/desk-pages.ts'
import { focused, tabTo, unreached } from '../support/keyboard.ts'

// Guards: the main job needs no mouse. Whoever works by keyboard signs in, verifies, opens the team and moves in its
// lists, and always knows where the focus is.

const proven = situation('proven')

let desk: SampleDesk
let browser: Browser
let page: Page

beforeAll(async () => {
  desk = await startSampleDesk()
  browser = await launchBrowser()
  const own = await openWindow(browser)
  page = own.page
  await page.goto(desk.deskUrl)
  await page
    .getByRole('button', { name: /^Sign in as / })
    .first()
    .waitFor()
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

const activeRow = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const id = document.activeElement?.getAttribute('aria-activedescendant')
    return (id && document.getElementById(id)?.textContent) ?? ''
  })

/** One person, no mouse. */
describe('by keyboard alone', () => {
  test('sign in', async () => {
    await tabTo(page, /Sign in as .*, Support/)
    await page.keyboard.press('Enter')
    await verifyPage(page).ask.waitFor()
  })

  test('verify: the field is ready, Ctrl+Enter asks, the next step has the focus', async () => {
    await expect
      .poll(() =>
        verifyPage(page)
          .field('ticket')
          .evaluate((one) => one === document.activeElement),
      )
      .toBe(true)
    await page.keyboard.type('INC-KEYS')
    await page.keyboard.press('Tab')
    await page.keyboard.type(proven.team ?? '')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => focused(page), { timeout: 10_000 }).toContain('Open team')
  })

  test('open the team, and move in its lists with j and k', async () => {
    await page.keyboard.press('Enter')
    await tabTo(page, /Overview/)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    const grid = teamPage(page).grid('Invoices')
    await grid.waitFor()
    const rows = await teamPage(page).rows('Invoices').allTextContents()
    expect(rows.length).toBeGreaterThan(3)
    await page.keyboard.press('j')
    await expect.poll(() => activeRow(page)).toBe(rows[0])
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await expect.poll(() => activeRow(page)).toBe(rows[1])
    await teamPage(page).panel('Invoice').waitFor()
    await page.keyboard.press('Escape')
    await teamPage(page).panel('Invoice').waitFor({ state: 'detached' })
  })

  test.each([
    ['#/drift', 'Nothing was compared yet.'],
    ['#/metering', 'No count yet.'],
    ['#/tenants/contract?team=kestrel-net', 'For the approver'],
  ])('Tab comes to all of %s, also where it may only be read', async (place, words) => {
    const before = page.url()
    await goTo(page, place)
    await page.getByText(words).first().waitFor()
    expect(await unreached(page)).toEqual([])
    await page.goto(before)
  })

  test('the palette opens with Ctrl+K, and Escape gives the focus back', async () => {
    await tabTo(page, /Overview|Invoices/)
    const before = await focused(page)
    await page.keyboard.press('Control+k')
    await expect.poll(() => focused(page)).toContain('Search, go, act')
    await page.keyboard.type('kestrel')
    await shell(page).palette.getByRole('option').filter({ hasText: 'Kestrel' }).first().waitFor()
    await page.keyboard.press('Escape')
    await shell(page).palette.waitFor({ state: 'detached' })
    expect(await focused(page)).toBe(before)
  })

  test('its first key asks without waiting for a pause', async () => {
    await page.clock.install()
    await page.clock.pauseAt(Date.now() + 60_000)
    await page.keyboard.press('Control+k')
    await expect.poll(() => focused(page)).toContain('Search, go, act')
    const asking = page.waitForRequest(/search[.]find/)
    await page.keyboard.press('k')
    expect((await asking).url()).toContain('search.find')
  })
})
