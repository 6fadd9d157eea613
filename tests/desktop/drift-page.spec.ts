import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { type RunningSandbox, startSandbox } from 'stripe-sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '../../server/app/config.ts'
import { type Companion, startCompanion } from '../../server/app/start-companion.ts'
import { SAMPLE_KEY, situation } from '../../stripe-sandbox/samples/situations.ts'
import { type DeskWindow, isProbe, launchBrowser, openWindow, ownDeskFolder, stripeAt } from '../support/browser.ts'
import { goTo, signInAs } from '../support/desk-pages.ts'
import { openByKeys } from '../support/keyboard.ts'
import { inspect } from '../support/inspect-page.ts'

// Guards: what was broken at Stripe is found from the keyboard, seen with both sides, read again at once, accepted with a reason,
// or led to the form that prepares a request; who may not act reads it all the same, on a small dark screen.

let sandbox: RunningSandbox
let folder: string
let deskFolder: string
let browser: Browser
let companion: Companion
const windows: DeskWindow[] = []
const customer = situation('proven').customer ?? ''

const openDesk = async (role: 'finance' | 'auditor', over = {}): Promise<Page> => {
  const window = await openWindow(browser, over)
  windows.push(window)
  await window.page.goto(`${companion.url}/desk/`)
  await signInAs(window.page, role)
  return window.page
}

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'sample' })
  folder = await mkdtemp(join(tmpdir(), 'countersign-drift-'))
  deskFolder = await ownDeskFolder()
  browser = await launchBrowser()
  const { config, secrets } = loadConfig({
    COUNTERSIGN_DATABASE_URL: `sqlite:${join(folder, 'desk.sqlite')}`,
    COUNTERSIGN_STRIPE_KEY: SAMPLE_KEY,
    COUNTERSIGN_STRIPE_API_BASE: sandbox.url,
    COUNTERSIGN_LISTEN: '127.0.0.1:0',
    COUNTERSIGN_SECRET: 'x'.repeat(32),
    COUNTERSIGN_LOG_LEVEL: 'silent',
    COUNTERSIGN_DRIFT_READS_PER_SECOND: '12',
  })
  // The sample's people, whom only an embedded companion has.
  const sample = { ...config, settings: { ...config.settings, isEmbedded: true } }
  companion = await startCompanion(sample, secrets, { deskFolder, embedded: null, hasSampleStaff: true })
})
afterAll(async () => {
  await browser.close()
  await companion.stop()
  await sandbox.close()
  for (const made of [folder, deskFolder]) await rm(made, { recursive: true, force: true })
})

const rowsOf = (page: Page) => page.getByRole('grid', { name: 'Differences' }).locator('tbody tr[aria-rowindex]')
const panelOf = (page: Page) => page.getByRole('complementary', { name: 'One difference' })

test('what differs is found, seen with both sides, read again, and accepted with a reason', async () => {
  const page = await openDesk('finance')
  await page.getByText(/Mirror as of/).waitFor()
  await openByKeys(page, 'gd', 'Drift')
  await page.getByText('Nothing was compared yet.').waitFor()
  expect(await inspect(page)).toEqual({})

  // No delivery comes to this companion, and its list of events was just gone through.
  const { client } = stripeAt(sandbox.url)
  await client.customers.update(customer, { name: 'Kestrel Robotics, renamed at Stripe' })
  await client.customers.createBalanceTransaction(customer, {
    amount: -4200,
    currency: 'usd',
    description: 'as agreed on the phone',
  })
  await page.getByRole('button', { name: 'Compare now' }).press('Enter')
  await page.getByText('Comparing').waitFor()
  await page.getByText('Comparing').waitFor({ state: 'detached', timeout: 60_000 })
  const stale = rowsOf(page).filter({ hasText: 'Mirror out of date' })
  await stale.first().click()
  const panel = panelOf(page)
  await panel.getByText('renamed at Stripe').waitFor()
  expect(await panel.getByRole('table', { name: 'Both sides' }).innerText()).toMatch(/Stripe\s+Mirror/)
  expect(await inspect(page)).toEqual({})
  await panel.getByRole('button', { name: 'Read again' }).press('Enter')
  await expect.poll(() => stale.count()).toBe(0)

  const credit = rowsOf(page).filter({ hasText: 'Balance changed by hand' }).filter({ hasText: '42.00 USD' })
  await credit.click()
  await panel.getByText('as agreed on the phone').first().waitFor()
  await panel.getByRole('button', { name: 'Accept it' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Accept this difference' })
  await dialog.getByLabel('Why it is meant so').fill('Agreed with Mara on the phone, ticket #48213')
  await dialog.getByRole('button', { name: 'Accept', exact: true }).press('Enter')
  await expect.poll(() => credit.count()).toBe(0)
  await page.getByRole('button', { name: /^Accepted/ }).press('Enter')
  await rowsOf(page).first().click()
  await panel
    .getByText(/by .* until .*ticket #48213/)
    .first()
    .waitFor()
  await panel.getByRole('button', { name: 'Open again' }).press('Enter')
  await page.getByText('No difference is accepted.').waitFor()
  await page.getByRole('button', { name: /^Open/ }).press('Enter')
  await credit.click()
  await panel.getByRole('button', { name: 'Prepare the reversal' }).press('Enter')
  await expect.poll(() => page.url()).toMatch(/#\/teams\/cus_[^/]+\/reversal\?.*credit=cbtxn_/)
})

test('an auditor reads it on a small dark screen, and may neither compare nor accept', async () => {
  const page = await openDesk('auditor', { viewport: { width: 1024, height: 700 }, colorScheme: 'dark' })
  await goTo(page, '#/drift')
  await rowsOf(page).first().click()
  await panelOf(page).getByRole('list', { name: 'History' }).getByText('Found').waitFor()
  for (const name of ['Compare now', 'Accept it'])
    expect(await page.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true')
  expect(await inspect(page)).toEqual({})
})

test('none of it broke the content policy or a script', () => {
  expect(windows.flatMap(({ faults }) => faults).filter((fault) => !isProbe(fault))).toEqual([])
})
