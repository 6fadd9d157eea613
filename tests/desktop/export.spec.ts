import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXPORTED_LINES } from '../support/fixture-export.ts'
import { type Desktop, drive, launchDesktop } from '../support/launch-desktop.ts'

// Guards: the log goes from the companion to the file that the person named, whole or not at all, and never through the
// page.

const folder = mkdtempSync(join(tmpdir(), 'countersign-exported-'))
const EARLIER = 'an earlier export'

let desktop: Desktop
let page: Page
beforeAll(async () => {
  desktop = await launchDesktop()
  page = desktop.page
  await page.waitForFunction(() => 'drive' in window)
})
afterAll(async () => {
  await desktop.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** What the person answers in the system's dialog, and how often it was shown. */
const choosePlace = (filePath: string | null) =>
  desktop.app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async (...given: unknown[]) => {
      Reflect.set(globalThis, 'suggested', (given.at(-1) as { readonly defaultPath: string }).defaultPath)
      return { canceled: chosen === null, filePath: chosen ?? '' }
    }
  }, filePath)

const signIn = () =>
  drive(page, 'ask', 'session.signInLocal', {
    email: 'ada@example.test',
    password: 'correct horse battery',
    totp: '123456',
  })

type Step = Readonly<Record<'state' | 'name' | 'lines', unknown>>
const stepsOf = async (key: string): Promise<Step[]> =>
  (await page.evaluate((name) => window.drive.streams[name] ?? [], key))
    .filter(([kind]) => kind === 'data')
    .map(([, step]) => step as Step)
const lastOf = (key: string) => page.evaluate((name) => window.drive.streams[name]?.at(-1), key)

const start = async (key: string, manner: 'whole' | 'cut' | 'endless' = 'whole') => {
  await drive(page, 'mutate', 'exportGoes', { manner })
  await drive(page, 'watch', 'audit.export', key)
}

describe('the export of the log', () => {
  test('that the role does not allow is refused in the companion’s own words, and leaves no file', async () => {
    await choosePlace(join(folder, 'refused.jsonl'))
    await start('refused')
    await expect
      .poll(() => lastOf('refused'))
      .toMatchObject([
        'error',
        {
          message: 'fixture: FORBIDDEN',
          data: {
            code: 'FORBIDDEN',
            httpStatus: 403,
            next: 'Ask an auditor.',
            requestId: 'req_export',
            refusal: { permission: 'audit.export' },
          },
        },
      ])
    expect(readdirSync(folder)).toEqual([])
  })

  test('is written where the person says; the page learns the name and sees no line of it', async () => {
    await signIn()
    await choosePlace(join(folder, 'log.jsonl'))
    await start('whole')
    await expect.poll(() => lastOf('whole')).toEqual(['data', { state: 'saved', name: 'log.jsonl' }])
    expect((await stepsOf('whole'))[0]).toEqual({ state: 'running', lines: 0 })
    expect((await stepsOf('whole')).filter(({ state }) => state === 'running').length).toBeGreaterThan(1)
    const lines = readFileSync(join(folder, 'log.jsonl'), 'utf8').trimEnd().split('\n')
    expect(lines).toHaveLength(EXPORTED_LINES)
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ sequence: EXPORTED_LINES, action: 'fixture' })
    expect(readdirSync(folder)).toEqual(['log.jsonl'])
    const messages = (await page.evaluate(() => window.drive.messages)).join('\n')
    expect(messages).not.toContain(folder)
    expect(messages).not.toContain('"action"')
    expect(await desktop.app.evaluate(() => Reflect.get(globalThis, 'suggested') as string)).toMatch(
      /audit-\d{4}-\d\d-\d\d\.jsonl$/,
    )
  })

  test('asks for the place first: who closes the dialog has asked the companion for nothing', async () => {
    await choosePlace(null)
    await start('closed')
    await expect.poll(() => lastOf('closed')).toEqual(['data', { state: 'cancelled' }])
    expect(await stepsOf('closed')).toHaveLength(1)
  })

  test('that breaks off leaves what was there before, and says that the companion was lost', async () => {
    const target = join(folder, 'log.jsonl')
    writeFileSync(target, EARLIER)
    await choosePlace(target)
    await start('cut', 'cut')
    await expect.poll(() => lastOf('cut')).toMatchObject(['error', { data: { code: 'SERVER_UNREACHABLE' } }])
    expect(readFileSync(target, 'utf8')).toBe(EARLIER)
    expect(readdirSync(folder)).toEqual(['log.jsonl'])
  })

  test('that is cancelled ends at the companion too, and leaves no half', async () => {
    await choosePlace(join(folder, 'log.jsonl'))
    await start('endless', 'endless')
    await expect.poll(() => readdirSync(folder).some((name) => name.endsWith('.part'))).toBe(true)
    await drive(page, 'stop', 'endless')
    await expect.poll(() => readdirSync(folder)).toEqual(['log.jsonl'])
    expect(readFileSync(join(folder, 'log.jsonl'), 'utf8')).toBe(EARLIER)
    await expect.poll(async () => (await drive(page, 'query', 'seen')).data).toMatchObject({ leftExports: 1 })
  })

  test('is given up when the session ends meanwhile', async () => {
    await choosePlace(join(folder, 'log.jsonl'))
    await start('ended', 'endless')
    await expect.poll(() => readdirSync(folder).some((name) => name.endsWith('.part'))).toBe(true)
    await drive(page, 'ask', 'session.signOut')
    await expect.poll(() => lastOf('ended')).toMatchObject(['error', { data: { code: 'SIGN_IN_REQUIRED' } }])
    await expect.poll(() => readdirSync(folder)).toEqual(['log.jsonl'])
  })

  test('to a place that can’t be written to says so, without its path', async () => {
    await signIn()
    await choosePlace(join(folder, 'missing/log.jsonl'))
    await start('nowhere')
    await expect
      .poll(() => lastOf('nowhere'))
      .toMatchObject(['error', { message: 'The file could not be written there.', data: { code: 'INPUT_INVALID' } }])
    expect(JSON.stringify(await lastOf('nowhere'))).not.toContain(folder)
  })
})
