import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type OpenedDatabase } from '../../server/adapters/database/open-database.ts'
import { situation } from '../../stripe-sandbox/samples/situations.ts'
import {
  type DeskWindow,
  isProbe,
  launchBrowser,
  openWindow,
  type SampleDesk,
  startSampleDesk,
} from '../support/browser.ts'
import { goTo, signInAs } from '../support/desk-pages.ts'
import { openByKeys } from '../support/keyboard.ts'
import { inspect } from '../support/inspect-page.ts'

// Guards: what could not be applied is seen with its reason, replayed by an administrator with the keyboard alone, one or
// several, with a result for each; support reads and doesn't replay.

let desk: SampleDesk
let browser: Browser
let admin: DeskWindow
let agent: DeskWindow
let database: OpenedDatabase

const customers = [situation('proven').customer ?? '', situation('manyInvoices').customer ?? '']

const fail = async (id: string, customer: string): Promise<void> => {
  const event = { stripeId: id, type: 'customer.updated', objectStripeId: customer, subjectKey: customer }
  const times = { madeAt: Date.now() - 60_000, heardAt: Date.now() - 59_000, endedAt: Date.now() }
  await database.db
    .insertInto('stripeEvent')
    .values({
      ...event,
      ...times,
      endpoint: 'main',
      state: 'failed',
      attempts: 5,
      problem: 'Stripe refused that request.',
    })
    .execute()
}

const stateOf = async (id: string): Promise<string | undefined> =>
  (await database.db.selectFrom('stripeEvent').select('state').where('stripeId', '=', id).executeTakeFirst())?.state

const rows = (page: Page) => page.getByRole('grid', { name: 'Events' }).locator('tbody tr[aria-rowindex]')

beforeAll(async () => {
  desk = await startSampleDesk()
  browser = await launchBrowser()
  admin = await openWindow(browser)
  agent = await openWindow(browser)
  await Promise.all([admin, agent].map(({ page }) => page.goto(desk.deskUrl)))
  await signInAs(admin.page, 'admin')
  await signInAs(agent.page, 'support')
  database = await openDatabase(`sqlite:${join(desk.dataFolder, 'sample', 'countersign.sqlite')}`)
})
afterAll(async () => {
  await database.close()
  await browser.close()
  await desk.close()
})

test('nothing failed: the list says so', async () => {
  const { page } = admin
  await goTo(page, '#/webhooks?show=failed')
  await page.getByText('Nothing has failed.').waitFor()
  expect(await inspect(page)).toEqual({})
})

test('failed events are seen with their reason and can be replayed together, with a result for each', async () => {
  await fail('evt_page_1', customers[0] ?? '')
  await fail('evt_page_2', customers[1] ?? '')
  const { page } = admin
  await goTo(page, '#/verify')
  await openByKeys(page, 'gw', 'Webhooks')
  await page.getByRole('button', { name: /^Failed/ }).click()
  await expect.poll(() => rows(page).count(), { timeout: 15_000 }).toBe(2)
  await expect.poll(() => rows(page).first().innerText()).toContain('Stripe refused that request.')
  await rows(page).first().click()
  await page.getByRole('complementary', { name: 'One event' }).getByText('delivered to main').waitFor()
  expect(await inspect(page)).toEqual({})
  await rows(page).first().click()
  await page.keyboard.press('Space')
  await page.keyboard.press('j')
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Replay 2' }).press('Enter')
  const results = page.getByRole('list', { name: 'Replayed' }).getByRole('listitem')
  await expect.poll(() => results.count()).toBe(2)
  expect(await results.allInnerTexts()).toEqual([
    expect.stringMatching(/Waits again$/),
    expect.stringMatching(/Waits again$/),
  ])
  await expect.poll(() => stateOf('evt_page_1'), { timeout: 15_000 }).toBe('applied')
  await expect.poll(() => stateOf('evt_page_2'), { timeout: 15_000 }).toBe('applied')
})

test('support reads the inbox and may not replay', async () => {
  const { page } = agent
  await goTo(page, '#/webhooks')
  await expect.poll(() => rows(page).count(), { timeout: 15_000 }).toBeGreaterThan(0)
  const replay = page.getByRole('button', { name: /^Replay/ })
  expect(await replay.getAttribute('aria-disabled')).toBe('true')
  expect(await inspect(page)).toEqual({})
})

test('none of it broke the content policy or a script', () => {
  expect([...admin.faults, ...agent.faults].filter((fault) => !isProbe(fault))).toEqual([])
})
