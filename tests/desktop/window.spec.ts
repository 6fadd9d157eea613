import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Desktop,
  drive,
  executable,
  launchArguments,
  launchDesktop,
  launchEnvironment,
  type LaunchOptions,
  newUserData,
  runtime,
} from '../support/launch-desktop.ts'

// Guards: the desk behaves as an app of this machine: it comes back where it was, there is one of it, links and
// notifications open the right thing, and files go only where the person points.

const userData = newUserData()
const folder = mkdtempSync(join(tmpdir(), 'countersign-saved-'))
const link = 'countersign://team/T-1?ticket=SUP-42'

let desktop: Desktop
let page: Page

const launch = async (options: LaunchOptions = {}): Promise<void> => {
  desktop = await launchDesktop({ userData, ...options })
  page = desktop.page
  await page.waitForFunction(() => 'drive' in window)
}
beforeAll(() => launch({ args: [link] }))
afterAll(async () => {
  await desktop.close()
  for (const path of [userData, folder]) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
})

const bounds = () => desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
const opened = () =>
  page.evaluate(() => (window.drive.streams.links ?? []).filter(([kind]) => kind === 'data').map(([, link]) => link))

describe('the window', () => {
  test('has a native menu with the accelerators people expect', async () => {
    const menu = await desktop.app.evaluate(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? []).map(({ label, submenu }) => ({
        label,
        roles: submenu?.items.map(({ role }) => role?.toLowerCase()).filter(Boolean),
      })),
    )
    expect(menu.slice(0, 3).map(({ label }) => label)).toEqual(['&File', '&Edit', '&View'])
    expect(menu[1]?.roles).toEqual(expect.arrayContaining(['undo', 'cut', 'copy', 'paste', 'selectall']))
    expect(menu[2]?.roles).toEqual(expect.arrayContaining(['reload', 'zoomin', 'zoomout', 'togglefullscreen']))
  })

  test('says what it is', async () => {
    const version = JSON.parse(readFileSync('package.json', 'utf8')).version as string
    expect(await drive(page, 'ask', 'app.about')).toMatchObject({ data: { name: 'Countersign', version } })
  })
})

describe('a deep link', () => {
  test('that started the app waits until the desk asks, once', async () => {
    expect(await drive(page, 'ask', 'links.pending')).toEqual({ data: { team: 'T-1', ticket: 'SUP-42' } })
    expect(await drive(page, 'ask', 'links.pending')).toEqual({ data: null })
  })

  test('in a second start goes to the first, and the second ends', async () => {
    await drive(page, 'watch', 'links.onOpen', 'links')
    await drive(page, 'query', 'echo', { text: 'the watch is in place' })
    const second = spawn(executable, await launchArguments(userData, ['countersign://team/T-2']), {
      env: await launchEnvironment({}, userData),
      stdio: 'ignore',
    })
    const [code] = await once(second, 'exit')
    expect(code).toBe(0)
    await expect.poll(opened).toEqual([{ team: 'T-2' }])
    expect(await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  test('inside the desk stays inside', async () => {
    await drive(page, 'watch', 'links.onOpen', 'links')
    expect(await drive(page, 'ask', 'openExternal', { url: 'countersign://team/T-3' })).toEqual({
      data: { isDone: true },
    })
    await expect.poll(opened).toEqual([{ team: 'T-3' }])
  })
})

describe('what the machine is asked to do', () => {
  test.skipIf(runtime === 'electron')('a clicked notification opens what it is about', async () => {
    await drive(page, 'watch', 'links.onOpen', 'links')
    const message = { title: 'Approval waits', body: '€ 120.00', open: { team: 'T-4' } }
    expect(await drive(page, 'ask', 'notify', message)).toEqual({ data: { isShown: true } })
    await desktop.app.evaluate(({ Notification }) => {
      const { shown } = Notification as unknown as {
        readonly shown: { readonly title: string; readonly emit: (event: string) => void }[]
      }
      shown.find(({ title }) => title === 'Approval waits')?.emit('click')
    })
    await expect.poll(opened).toEqual([{ team: 'T-4' }])
  })

  test.skipIf(runtime === 'electron')('a clicked notification of a request opens that request', async () => {
    await drive(page, 'watch', 'links.onOpen', 'links')
    const approval = 'apr_01JZ0000000000000000000000'
    const message = { title: 'A credit waits', body: '€ 42.00 for T-4', open: { approval } }
    expect(await drive(page, 'ask', 'notify', message)).toEqual({ data: { isShown: true } })
    await desktop.app.evaluate(({ Notification }) => {
      const { shown } = Notification as unknown as {
        readonly shown: { readonly title: string; readonly emit: (event: string) => void }[]
      }
      shown.find(({ title }) => title === 'A credit waits')?.emit('click')
    })
    await expect.poll(opened).toEqual([{ approval }])
    const elsewhere = { title: 'x', body: 'y', open: { approval, team: 'T-4' } }
    expect((await drive(page, 'ask', 'notify', elsewhere)).error?.shape).toMatchObject({
      data: { code: 'INPUT_INVALID' },
    })
  })

  test('the badge counts', async () => {
    expect(await drive(page, 'ask', 'badge', { count: 3 })).toEqual({ data: { isDone: true } })
    if (runtime === 'stand-in') expect(await desktop.app.evaluate(({ app }) => app.getBadgeCount())).toBe(3)
  })

  test('the clipboard is read only while the person looks at the desk', async () => {
    await expect
      .poll(() => desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused()))
      .toBe(true)
    await drive(page, 'ask', 'copyText', { text: 'T-5' })
    expect(await drive(page, 'ask', 'readClipboard')).toEqual({ data: { text: 'T-5' } })
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
    expect((await drive(page, 'ask', 'readClipboard')).error?.shape).toMatchObject({ data: { code: 'INPUT_INVALID' } })
  })

  test('a file is written where the person says, and the page learns its name only', async () => {
    const target = join(folder, 'credits.csv')
    await desktop.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath })
    }, target)
    const file = {
      suggestedName: 'credits.csv',
      mediaType: 'text/csv',
      content: { encoding: 'text', text: 'a;b\n1;2\n' },
    }
    expect(await drive(page, 'ask', 'saveFile', file)).toEqual({ data: { isSaved: true, name: 'credits.csv' } })
    expect(readFileSync(target, 'utf8')).toBe('a;b\n1;2\n')

    await desktop.app.evaluate(({ dialog }) => {
      dialog.showSaveDialog = async () => ({ canceled: true, filePath: '' })
    })
    expect(await drive(page, 'ask', 'saveFile', file)).toEqual({ data: { isSaved: false, name: null } })

    await desktop.app.evaluate(
      ({ dialog }, filePath) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath })
      },
      join(folder, 'missing/credits.csv'),
    )
    const { error } = await drive(page, 'ask', 'saveFile', file)
    expect(error?.message).toBe('The file could not be written there.')
    expect(JSON.stringify(error)).not.toContain(folder)
  })

  test.each(['../../.bashrc', 'a/b.csv', 'a\\b.csv', 'nul\0.csv', ''])(
    'a suggested name of %j is refused',
    async (suggestedName) => {
      const file = { suggestedName, mediaType: 'text/csv', content: { encoding: 'text', text: '' } }
      expect((await drive(page, 'ask', 'saveFile', file)).error?.shape).toMatchObject({
        data: { code: 'INPUT_INVALID' },
      })
      expect(existsSync(join(folder, suggestedName, 'x'))).toBe(false)
    },
  )
})

describe('the next start', () => {
  test('opens where the window was, in the chosen theme, and not for a link that is not exactly one', async () => {
    const least = () => desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getMinimumSize())
    expect(await least()).toEqual([1024, 680])
    const place = { x: 120, y: 64, width: 1180, height: 760 }
    await desktop.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), place)
    expect(await drive(page, 'ask', 'window.theme', { theme: 'dark' })).toEqual({ data: { isDark: true } })
    await desktop.close()
    await launch({ args: ['countersign://team/T-1?ticket=1&next=//evil.example'] })
    expect(await bounds()).toEqual(place)
    expect(await desktop.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark')
    expect(await drive(page, 'ask', 'links.pending')).toEqual({ data: null })
  })
})
