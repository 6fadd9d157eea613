import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { type RunningSandbox, startSandbox } from 'stripe-sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '../../server/app/config.ts'
import { type Companion, startCompanion } from '../../server/app/start-companion.ts'
import { SAMPLE_KEY, situation } from '../../stripe-sandbox/samples/situations.ts'
import { type DeskWindow, isProbe, launchBrowser, openWindow, ownDeskFolder } from '../support/browser.ts'
import { goTo, shell, signInAs } from '../support/desk-pages.ts'
import { inspect } from '../support/inspect-page.ts'

// Guards: licenses that Stripe’s plans sold are there by themselves; finance makes a key that is shown once, a program activates with
// it, support reads why it stopped and sends the reply, frees its seat and takes that back, with the keyboard alone.

let sandbox: RunningSandbox
let folder: string
let deskFolder: string
let browser: Browser
let companion: Companion
const windows: DeskWindow[] = []

const openDesk = async (role: 'finance' | 'auditor', over = {}): Promise<Page> => {
  const window = await openWindow(browser, over)
  windows.push(window)
  await window.page.goto(`${companion.url}/desk/`)
  await signInAs(window.page, role)
  return window.page
}

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'sample' })
  folder = await mkdtemp(join(tmpdir(), 'countersign-licenses-'))
  deskFolder = await ownDeskFolder()
  browser = await launchBrowser()
  const { config, secrets } = loadConfig({
    COUNTERSIGN_DATABASE_URL: `sqlite:${join(folder, 'run.sqlite')}`,
    COUNTERSIGN_STRIPE_KEY: SAMPLE_KEY,
    COUNTERSIGN_STRIPE_API_BASE: sandbox.url,
    COUNTERSIGN_LISTEN: '127.0.0.1:0',
    COUNTERSIGN_SECRET: 'x'.repeat(32),
    COUNTERSIGN_LOG_LEVEL: 'silent',
  })
  const sample = { ...config, settings: { ...config.settings, isEmbedded: true } }
  companion = await startCompanion(sample, secrets, { deskFolder, embedded: null, hasSampleStaff: true })
})
afterAll(async () => {
  await browser.close()
  await companion.stop()
  await sandbox.close()
  for (const made of [folder, deskFolder]) await rm(made, { recursive: true, force: true })
})

const nonce = (letter: string): string => letter.repeat(43)

const activate = async (key: string): Promise<string> => {
  const reply = await fetch(`${companion.url}/v1/licenses/activate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      key,
      product: 'loomfield',
      version: '2.31.0',
      releasedOn: '2026-05-01',
      name: 'edge-gw-07.plant-2',
      environment: 'production',
      installId: 'install-0123456789',
      nonce: nonce('n'),
    }),
  })
  const { instance } = (await reply.json()) as { instance: string }
  return instance
}

test('a sold plan is a license by itself; its key is shown once, and a program stands on its page', async () => {
  const page = await openDesk('finance')
  await page.getByRole('link', { name: /^Licenses/ }).press('Enter')
  await shell(page).title.getByText('Licenses').waitFor()
  const rows = page.getByRole('grid', { name: 'Licenses' }).locator('tbody tr[aria-rowindex]')
  await expect.poll(() => rows.count(), { timeout: 40_000 }).toBeGreaterThan(15)
  expect(await inspect(page)).toEqual({})

  const team = situation('enterprise').team ?? ''
  await page.getByLabel('Team, customer, license or key ending').fill(team)
  await expect.poll(() => rows.count()).toBe(1)
  await expect.poll(() => rows.nth(0).innerText()).toMatch(/Enterprise[^]*Active[^]*none yet/)
  await rows.nth(0).click()
  await page.keyboard.press('Enter')
  await page.getByText('No key was made.').waitFor()
  expect(await inspect(page)).toEqual({})

  await page.keyboard.press('k')
  const dialog = page.getByRole('dialog', { name: 'Make a key' })
  await dialog.getByLabel('Why').fill('For the enterprise roll-out')
  await page.keyboard.press('Tab')
  await dialog.getByRole('button', { name: 'Make the key' }).press('Enter')
  const key = await dialog.locator('code').innerText()
  expect(key).toMatch(/^CS(-[0-9A-Z]{5}){5}$/)
  expect(await inspect(page)).toEqual({})
  await dialog.getByRole('button', { name: 'I have copied it' }).press('Enter')
  await page
    .getByText(`ends in ${key.slice(-5)}`)
    .first()
    .waitFor()
  expect(await page.content()).not.toContain(key)

  const instance = await activate(key)
  await page
    .getByRole('grid', { name: 'Instances of this license' })
    .getByText('edge-gw-07.plant-2')
    .waitFor({ timeout: 20_000 })
  await goTo(page, `#/instances/${instance}`)
  await page.getByText('It runs: its last check was answered.').waitFor()
  await page.getByRole('button', { name: /^Copy reply/ }).waitFor()
  expect(await inspect(page)).toEqual({})

  await page.keyboard.press('r')
  const release = page.getByRole('dialog', { name: 'Release the seat' })
  await release.getByRole('textbox').fill('The machine burned down')
  await release.getByRole('button', { name: 'Release the seat' }).press('Enter')
  await page.getByText('Its seat was released.').waitFor()
  await page.keyboard.press('u')
  const undo = page.getByRole('dialog', { name: 'Undo the release' })
  await undo.getByRole('textbox').fill('It was another machine')
  await undo.getByRole('button', { name: 'Undo the release' }).press('Enter')
  await expect.poll(() => page.getByText('Its seat was released.').count()).toBe(0)
})

test('releases are registered, and what stops next is listed', async () => {
  const page = await openDesk('finance')
  await goTo(page, '#/licenses?tab=releases')
  await page.getByLabel('Product').fill('loomfield')
  await page.getByLabel('Version').fill('2.31.0')
  await page.getByLabel('Released on').fill('2026-05-01')
  await page.getByRole('button', { name: 'Register' }).press('Enter')
  await page.getByRole('grid', { name: 'Registered releases' }).getByText('2.31.0').waitFor()
  expect(await inspect(page)).toEqual({})
  await page.getByRole('tab', { name: 'Stops next' }).press('Enter')
  const ending = page.getByRole('grid', { name: 'Licenses that end within sixty days' })
  await ending.getByText('Its subscription ends on').first().waitFor()
  expect(await inspect(page)).toEqual({})
})

test('a team’s page names its licenses, and an auditor reads one on a small dark screen', async () => {
  const page = await openDesk('auditor', { viewport: { width: 1024, height: 700 }, colorScheme: 'dark' })
  const { customer, team } = situation('enterprise')
  await goTo(page, `#/teams/${customer ?? ''}?team=${team ?? ''}`)
  await page.getByRole('link', { name: 'Enterprise, loomfield' }).press('Enter')
  const make = page.getByRole('button', { name: /^Make a key/ })
  await make.waitFor()
  expect(await make.getAttribute('aria-disabled')).toBe('true')
  expect(await inspect(page)).toEqual({})
})

test('none of it broke the content policy or a script', () => {
  expect(windows.flatMap(({ faults }) => faults).filter((fault) => !isProbe(fault))).toEqual([])
})
