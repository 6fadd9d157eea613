import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildCompanion, buildRenderer } from '../support/build-desktop.ts'
import { goTo, signInAs } from '../support/desk-pages.ts'
import { type Desktop, drive, launchDesktop } from '../support/launch-desktop.ts'

// Guards: the four bundles work together as they are built: main starts the real companion beside itself, the bridge
// speaks to its real API, and the real screens run under the content policy.

let companionEntry: string
let rendererRoot: string
let desktop: Desktop | null = null

beforeAll(async () => {
  companionEntry = await buildCompanion()
  rendererRoot = await buildRenderer()
})
afterEach(async () => {
  await desktop?.close()
  desktop = null
})

interface Account {
  readonly email: string
  readonly password: string
  readonly roles: readonly string[]
}

const ready = (page: Page) =>
  expect
    .poll(async () => drive(page, 'ask', 'server.status'), { timeout: 20_000 })
    .toMatchObject({ data: { state: 'ready', mode: 'TEST' } })

describe('the built desktop', () => {
  test('signs in to the real companion, asks it as staff, and is refused what the role may not', async () => {
    desktop = await launchDesktop({ companionEntry })
    const { page } = desktop
    await page.waitForFunction(() => 'drive' in window)
    await ready(page)
    const methods = (await drive(page, 'ask', 'session.methods')).data as {
      readonly sampleAccounts: readonly Account[]
    }
    const support = methods.sampleAccounts.find(({ roles }) => roles.includes('support'))
    if (!support) throw new Error('the sample has no support agent')

    expect((await drive(page, 'query', 'staff.list')).error?.shape).toMatchObject({
      data: { code: 'SIGN_IN_REQUIRED', httpStatus: 401 },
    })
    const { email, password } = support
    expect(await drive(page, 'ask', 'session.signInLocal', { email, password })).toMatchObject({
      data: { state: 'signed-in', staff: { email } },
    })
    expect(await drive(page, 'query', 'system.health')).toMatchObject({
      data: { mode: 'TEST', companion: { isEmbedded: true } },
    })
    expect((await drive(page, 'query', 'staff.list')).error?.shape).toMatchObject({
      data: { code: 'FORBIDDEN', httpStatus: 403 },
    })
    expect(await drive(page, 'ask', 'session.signOut')).toMatchObject({ data: { state: 'signed-out' } })
  })

  test('shows the desk’s real screens without one break of the content policy', async () => {
    desktop = await launchDesktop({ companionEntry, rendererRoot })
    const { page } = desktop
    const broken: string[] = []
    page.on('pageerror', (error) => broken.push(String(error)))
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) broken.push(message.text())
    })
    await page.reload()
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    expect(await page.evaluate(() => getComputedStyle(document.body).fontFamily)).toContain('Inter')
    expect(broken).toEqual([])
  })

  test('exports the whole log from the real screen to the file that the person names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-whole-'))
    const target = join(folder, 'log.jsonl')
    desktop = await launchDesktop({ companionEntry, rendererRoot })
    const { app, page } = desktop
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath })
    }, target)
    await signInAs(page, 'auditor')
    await goTo(page, '#/audit')
    // Only what is sealed is exported, and sealing comes by each second.
    const sealed = async () => {
      await page.getByRole('button', { name: 'Check again' }).click()
      return Number(/All (\d+) entries follow/.exec(await page.locator('body').innerText())?.[1] ?? 0)
    }
    await expect.poll(sealed, { timeout: 20_000, interval: 300 }).toBeGreaterThan(1)
    await page.getByRole('button', { name: 'Export with proof' }).click()
    await page.getByRole('status').filter({ hasText: 'log.jsonl saved' }).waitFor({ state: 'attached' })
    const lines = readFileSync(target, 'utf8').trimEnd().split('\n')
    const kinds = lines.map((line) => (JSON.parse(line) as { kind: string }).kind)
    expect(kinds[0]).toBe('header')
    expect(kinds.filter((kind) => kind === 'entry').length).toBeGreaterThan(1)
    rmSync(folder, { recursive: true, force: true })
  })

  test('begins empty, for a first administrator, where the start asked for no sample', async () => {
    desktop = await launchDesktop({ companionEntry, env: { COUNTERSIGN_SAMPLE: 'none' } })
    const { page } = desktop
    await page.waitForFunction(() => 'drive' in window)
    await ready(page)
    expect(await drive(page, 'ask', 'session.methods')).toMatchObject({ data: { firstRun: true, sampleAccounts: [] } })
  })
})
