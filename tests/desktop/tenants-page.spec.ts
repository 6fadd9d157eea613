import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { type RunningSandbox, startSandbox } from 'stripe-sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '../../server/app/config.ts'
import { type Companion, startCompanion } from '../../server/app/start-companion.ts'
import { SAMPLE_KEY } from '../../stripe-sandbox/samples/situations.ts'
import type { TenantOrder } from '../../server/ports/provisioner.ts'
import { type DeskWindow, isProbe, launchBrowser, openWindow, ownDeskFolder, stripeAt } from '../support/browser.ts'
import { goTo, shell, signInAs } from '../support/desk-pages.ts'
import { openByKeys } from '../support/keyboard.ts'
import { openDoor, type Reply, say } from '../support/http-door.ts'
import { inspect } from '../support/inspect-page.ts'
import { echo } from '../support/tenant-desk.ts'

// Guards: a tenant is seen with its state, reason, limits and history; what holds one up is named, and finance has it tried again
// with the keyboard alone; where nobody runs tenants the page says how that begins.

let sandbox: RunningSandbox
let folder: string
let deskFolder: string
let browser: Browser
let door: Awaited<ReturnType<typeof openDoor>>
const companions: Companion[] = []
const windows: DeskWindow[] = []

const start = async (name: string, over: Record<string, string>): Promise<Companion> => {
  const { config, secrets } = loadConfig({
    COUNTERSIGN_DATABASE_URL: `sqlite:${join(folder, `${name}.sqlite`)}`,
    COUNTERSIGN_STRIPE_KEY: SAMPLE_KEY,
    COUNTERSIGN_STRIPE_API_BASE: sandbox.url,
    COUNTERSIGN_LISTEN: '127.0.0.1:0',
    COUNTERSIGN_SECRET: 'x'.repeat(32),
    COUNTERSIGN_LOG_LEVEL: 'silent',
    ...over,
  })
  // The sample's people, whom only an embedded companion has.
  const sample = { ...config, settings: { ...config.settings, isEmbedded: true } }
  const companion = await startCompanion(sample, secrets, { deskFolder, embedded: null, hasSampleStaff: true })
  companions.push(companion)
  return companion
}

const openDesk = async (companion: Companion, role: 'finance' | 'auditor', over = {}): Promise<Page> => {
  const window = await openWindow(browser, over)
  windows.push(window)
  await window.page.goto(`${companion.url}/desk/`)
  await signInAs(window.page, role)
  return window.page
}

const ADMIN = { 'admin-email': 'mara@kestrel.example' }
/** The customer of `kestrel-net`. */
let kestrel = ''

const sell = async (): Promise<void> => {
  const { client } = stripeAt(sandbox.url)
  const { id: product } = await client.products.create({ name: 'Network', metadata: { 'tenant-plan': 'yes' } })
  const price = { product, currency: 'usd', unit_amount: 9000, recurring: { interval: 'month' as const } }
  const { id } = await client.prices.create({ ...price, metadata: { 'max-end-devices': '500' } })
  for (const team of ['kestrel-net', 'osprey-net', '']) {
    const { id: customer } = await client.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    })
    await client.subscriptions.create({
      customer,
      items: [{ price: id }],
      metadata: team === '' ? {} : { team, ...ADMIN },
    })
    if (team === 'kestrel-net') kestrel = customer
  }
}

/** Makes a link for the first administrator of what it is told to run. */
const inviting: Reply = (knock, response) => {
  const { type, data } = JSON.parse(knock.text) as { type: string; data: TenantOrder }
  const { tenantId, state } = data
  const invitationUrl = 'https://kestrel.network.example/invitations/1'
  say(type === 'tenant.wanted' ? 200 : 404, { tenantId, state, invitationUrl })(knock, response)
}

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'sample' })
  folder = await mkdtemp(join(tmpdir(), 'countersign-tenants-'))
  deskFolder = await ownDeskFolder()
  browser = await launchBrowser()
  door = await openDoor((knock, response) => (knock.text.includes('osprey-net') ? say(401) : inviting)(knock, response))
  await sell()
})
afterAll(async () => {
  await browser.close()
  for (const companion of companions) await companion.stop()
  await door.close()
  await sandbox.close()
  for (const made of [folder, deskFolder]) await rm(made, { recursive: true, force: true })
})

test('where nobody runs tenants the page says how that begins', async () => {
  const page = await openDesk(await start('plain', {}), 'finance')
  await goTo(page, '#/tenants')
  await page.getByText('Nobody runs tenants here.').waitFor()
  await page.getByText('COUNTERSIGN_TENANT_CALLBACK_URL').waitFor()
  expect(await inspect(page)).toEqual({})
})

test('a tenant is seen as it is, and one that is stuck is tried again with the keyboard', async () => {
  const companion = await start('run', {
    COUNTERSIGN_TENANT_CALLBACK_URL: door.url,
    COUNTERSIGN_TENANT_CALLBACK_SECRETS: `whsec_${'A'.repeat(32)}`,
    COUNTERSIGN_TENANT_PRIVATE_ADDRESSES: 'on',
  })
  const page = await openDesk(companion, 'finance')
  await openByKeys(page, 'gn', 'Tenants')
  const rows = page.getByRole('grid', { name: 'Tenants' }).locator('tbody tr[aria-rowindex]')
  await expect.poll(() => rows.count(), { timeout: 20_000 }).toBe(2)
  await expect
    .poll(() => rows.nth(0).innerText(), { timeout: 15_000 })
    .toMatch(/kestrel-net[^]*Active[^]*“Network” is paid/)
  await expect.poll(() => rows.nth(1).innerText()).toMatch(/osprey-net[^]*Requested[^]*HTTP 401/)
  await page.getByText('1 subscription names no team.').waitFor()

  await rows.nth(0).click()
  const panel = page.getByRole('complementary', { name: 'One tenant' })
  await panel.getByText('end-devices 500').waitFor()
  await panel.getByRole('list', { name: 'History' }).getByText('Applied').waitFor()
  await panel.getByText('mara@kestrel.example, invited').waitFor()
  expect(await inspect(page)).toEqual({})

  await panel.getByRole('button', { name: 'Send again…' }).press('Enter')
  const again = page.getByRole('dialog', { name: 'Send the invitation again' })
  await page.keyboard.type('It went to spam')
  await page.keyboard.press('Enter')
  await again.waitFor({ state: 'detached' })
  await panel.getByText('invited by mail again: It went to spam').waitFor()

  await page.getByRole('button', { name: /^Need a person/ }).press('Enter')
  await expect.poll(() => rows.count()).toBe(1)
  await rows.nth(0).click()
  await panel.getByText('Shall become').waitFor()
  door.answerWith(echo)
  await panel.getByRole('button', { name: 'Look again' }).press('Enter')
  await page.getByText('Nothing needs a person.').waitFor()
  await page.getByRole('button', { name: /^All/ }).press('Enter')
  await expect.poll(() => rows.nth(1).innerText(), { timeout: 15_000 }).toMatch(/osprey-net[^]*Active/)
})

test('the team’s page says what is run for it, and has it looked at', async () => {
  const [, companion] = companions
  if (!companion) throw new Error('the test before started no companion')
  const page = await openDesk(companion, 'finance')
  await goTo(page, `#/teams/${kestrel}?team=kestrel-net`)
  const panel = page.getByRole('region', { name: 'Tenant', exact: true })
  await panel.getByText('“Network” is paid.', { exact: true }).waitFor()
  await panel.getByText('end-devices 500').waitFor()
  await panel.getByRole('button', { name: 'Look again' }).scrollIntoViewIfNeeded()
  await panel.getByRole('button', { name: 'Look again' }).press('Enter')
  await panel.getByText('Active', { exact: true }).waitFor()
  expect(await inspect(page)).toEqual({})
  await panel.getByRole('link', { name: 'All of it' }).press('Enter')
  await page.getByRole('complementary', { name: 'One tenant' }).waitFor()
})

test('finance asks for a contract, and sees first what would be agreed', async () => {
  const [, companion] = companions
  if (!companion) throw new Error('the test before started no companion')
  const page = await openDesk(companion, 'finance')
  await goTo(page, '#/tenants?item=osprey-net')
  await page.getByRole('link', { name: 'New contract' }).press('Enter')
  const form = page.getByRole('form', { name: 'Contract' })
  await form.getByLabel('Reference').fill('PO-17')
  await form.getByRole('combobox', { name: 'Plan', exact: true }).click()
  await page.getByRole('option', { name: 'Limits stated here' }).click()
  await form.getByLabel('Name of the plan').fill('Enterprise')
  await form.getByRole('textbox', { name: 'Limits', exact: true }).fill('max-end-devices 9000')
  await form.getByLabel('Begins, 00:00 UTC').fill('2026-01-01')
  await form.getByLabel('Ends, 00:00 UTC').fill('2099-01-01')
  await page.getByText('It is paid outside of Stripe').waitFor()
  await form.getByLabel('For the approver').fill('Signed on 28 May')
  expect(await inspect(page)).toEqual({})
  await page.keyboard.press('Control+Enter')
  await shell(page).title.getByText('Approvals').waitFor()
  await page.getByText('“Enterprise” by wire transfer (PO-17)').first().waitFor()
})

test('an auditor reads it on a small dark screen and may not have it tried', async () => {
  const [, companion] = companions
  if (!companion) throw new Error('the test before started no companion')
  const page = await openDesk(companion, 'auditor', { viewport: { width: 1024, height: 700 }, colorScheme: 'dark' })
  await goTo(page, '#/tenants?item=kestrel-net')
  const again = page.getByRole('button', { name: 'Look again' })
  await again.waitFor()
  expect(await again.getAttribute('aria-disabled')).toBe('true')
  expect(await inspect(page)).toEqual({})
  await goTo(page, '#/tenants/contract?team=kestrel-net')
  await page.getByRole('form', { name: 'Contract' }).waitFor()
  expect(await inspect(page)).toEqual({})
})

test('none of it broke the content policy or a script', () => {
  expect(windows.flatMap(({ faults }) => faults).filter((fault) => !isProbe(fault))).toEqual([])
})
