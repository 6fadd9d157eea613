import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { type RunningSandbox, startSandbox } from 'stripe-sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../../src-shared/roles.ts'
import { loadConfig } from '../../server/app/config.ts'
import { type Companion, startCompanion } from '../../server/app/start-companion.ts'
import { SAMPLE_KEY } from '../../stripe-sandbox/samples/situations.ts'
import { type DeskWindow, isProbe, launchBrowser, openWindow, ownDeskFolder, stripeAt } from '../support/browser.ts'
import { goTo, signInAs } from '../support/desk-pages.ts'
import { openByKeys } from '../support/keyboard.ts'
import { inspect } from '../support/inspect-page.ts'

// Guards: an administrator makes a key that is shown once; what is reported with it is seen with its way to Stripe; a count that
// jumps waits until finance has said what it is, with the keyboard alone; and limits are tried before they are changed.

let sandbox: RunningSandbox
let folder: string
let browser: Browser
let companion: Companion
const windows: DeskWindow[] = []

const openDesk = async (role: Role, over = {}): Promise<Page> => {
  const window = await openWindow(browser, over)
  windows.push(window)
  await window.page.goto(`${companion.url}/desk/`)
  await signInAs(window.page, role)
  return window.page
}

const sell = async (): Promise<void> => {
  const { client } = stripeAt(sandbox.url)
  const { id: meter } = await client.billing.meters.create({
    display_name: 'End devices',
    event_name: 'end_devices',
    default_aggregation: { formula: 'last' },
  })
  const { id: product } = await client.products.create({ name: 'Network', metadata: { 'tenant-plan': 'yes' } })
  const recurring = { interval: 'month', usage_type: 'metered', meter } as const
  const metadata = { 'max-end-devices': '500' }
  const price = await client.prices.create({ product, currency: 'usd', unit_amount: 25, recurring, metadata })
  for (const team of ['kestrel-net', 'osprey-net']) {
    const { id: customer } = await client.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    })
    await client.subscriptions.create({ customer, items: [{ price: price.id }], metadata: { team } })
  }
}

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'sample' })
  folder = await mkdtemp(join(tmpdir(), 'countersign-metering-'))
  browser = await launchBrowser()
  await sell()
  const { config, secrets } = loadConfig({
    COUNTERSIGN_DATABASE_URL: `sqlite:${join(folder, 'desk.sqlite')}`,
    COUNTERSIGN_STRIPE_KEY: SAMPLE_KEY,
    COUNTERSIGN_STRIPE_API_BASE: sandbox.url,
    COUNTERSIGN_LISTEN: '127.0.0.1:0',
    COUNTERSIGN_SECRET: 'x'.repeat(32),
    COUNTERSIGN_LOG_LEVEL: 'silent',
  })
  const deskFolder = await ownDeskFolder()
  // The sample's people, whom only an embedded companion has.
  const sample = { ...config, settings: { ...config.settings, isEmbedded: true } }
  companion = await startCompanion(sample, secrets, { deskFolder, embedded: null, hasSampleStaff: true })
})
afterAll(async () => {
  await browser.close()
  await companion.stop()
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

let key = ''

const report = async (tenantId: string, devices: number): Promise<string> => {
  const answer = await fetch(`${companion.url}/v1/metering/report`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      measuredAt: new Date().toISOString(),
      totals: [{ tenantId, counts: { 'end-devices': devices } }],
    }),
  })
  const { results } = (await answer.json()) as { results: Array<{ verdict: string }> }
  return results[0]?.verdict ?? String(answer.status)
}

const rowsOf = (page: Page, table: string) => page.getByRole('grid', { name: table }).locator('tbody tr[aria-rowindex]')

test('an administrator makes a key, which is shown once', async () => {
  const page = await openDesk('admin')
  await openByKeys(page, 'gm', 'Metering')
  await page.getByRole('tab', { name: /^Ways in/ }).click()
  await page.getByText('No key yet.').waitFor()
  await page.getByRole('button', { name: 'Make a key' }).press('Enter')
  const form = page.getByRole('form', { name: 'Make a key to report counts with' })
  await form.getByLabel('What it is for').fill('Hosted platform')
  await form.getByLabel('Addresses and networks').fill('127.0.0.1, 10.0.0.0/33')
  await form.getByRole('button', { name: 'Make the key' }).press('Enter')
  await page.getByText('One of those is neither an address nor a network.').waitFor()
  await form.getByLabel('Addresses and networks').fill('127.0.0.1')
  await form.getByRole('button', { name: 'Make the key' }).press('Enter')
  await page.getByText('The key “Hosted platform” is made.').waitFor()
  key = (await page.getByText(/^csm_[\w-]{43}$/).innerText()).trim()
  expect(await inspect(page)).toEqual({})
  await page.getByRole('button', { name: 'Done' }).press('Enter')
  await expect.poll(() => rowsOf(page, 'Keys to report with').nth(0).innerText()).toContain('Hosted platform')
})

test('a count goes to Stripe, and one that jumps waits for finance’s word', async () => {
  const page = await openDesk('finance')
  await goTo(page, '#/metering')
  const rows = rowsOf(page, 'Counts')
  await expect.poll(() => rows.count(), { timeout: 20_000 }).toBe(2)
  await expect.poll(() => rows.nth(0).innerText()).toMatch(/kestrel-net[^]*No count yet[^]*unknown/)
  expect(await report('kestrel-net', 90)).toBe('accepted')
  await expect.poll(() => rows.nth(0).innerText(), { timeout: 15_000 }).toMatch(/kestrel-net[^]*Told to Stripe[^]*90/)
  expect(await report('kestrel-net', 9000)).toBe('held')
  await page.getByRole('button', { name: /^Held/ }).press('Enter')
  await expect.poll(() => rows.count()).toBe(1)
  await rows.nth(0).click()
  const panel = page.getByRole('complementary', { name: 'One count' })
  await panel.getByText('9,000 is held; the last that was believed is 90.').waitFor()
  await panel
    .getByText(/reported with Hosted platform from 127\.0\.0\.1/)
    .first()
    .waitFor()
  expect(await inspect(page)).toEqual({})
  await panel.getByRole('button', { name: 'It is right…' }).press('Enter')
  await page.getByLabel('How you know').fill('They moved their fleet here.')
  await page.getByRole('button', { name: 'Accept it' }).press('Enter')
  await page.getByText('Nothing is held.').waitFor()
  await page.getByRole('button', { name: /^All/ }).press('Enter')
  await expect
    .poll(() => rows.nth(0).innerText(), { timeout: 15_000 })
    .toMatch(/kestrel-net[^]*Told to Stripe[^]*9,000/)
  await rows.nth(0).click()
  await panel.getByText(/9,000 for .*, sent/).waitFor()
  await page.getByLabel('Team begins with').fill('osp')
  await expect.poll(() => rows.count()).toBe(1)
})

test('limits are tried on a small dark screen before they are changed, unknown use told apart', async () => {
  const page = await openDesk('auditor', { viewport: { width: 1024, height: 700 }, colorScheme: 'dark' })
  await goTo(page, '#/metering?tab=limits')
  const form = page.getByRole('form', { name: 'Plan and limits to try' })
  await form.getByLabel('Plan').selectOption({ index: 1 })
  await form.getByLabel('max-end-devices').fill('8000')
  await form.getByRole('button', { name: 'Who would be over?' }).press('Enter')
  const rows = rowsOf(page, 'Who would be over')
  await expect.poll(() => rows.count()).toBe(2)
  expect(await rows.nth(0).innerText()).toMatch(/kestrel-net[^]*8,000[^]*9,000[^]*1,000/)
  expect(await rows.nth(1).innerText()).toMatch(/osprey-net[^]*8,000[^]*unknown[^]*unknown/)
  await page.getByText('Of 2 teams: 1 limit passed, 1 use unknown.').waitFor()
  expect(await inspect(page)).toEqual({})
  await goTo(page, '#/metering?tab=keys')
  await page.getByText('Administrators keep the keys.').waitFor()
})

test('none of it broke the content policy or a script', () => {
  expect(windows.flatMap(({ faults }) => faults).filter((fault) => !isProbe(fault))).toEqual([])
})
