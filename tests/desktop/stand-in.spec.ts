import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'

// Guards: the stand-in never answers something plausible. What it does not know it refuses by name, so that a green
// spec on it is worth something.

const launcher = join(import.meta.dirname, '../support/electron-stand-in/launch.sh')
const folder = mkdtempSync(join(tmpdir(), 'countersign-stand-in-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
/** Runs a main process of one line and tells what it threw. */
const complaintOf = async (code: string): Promise<string> => {
  count += 1
  const file = join(folder, `main-${count}.mjs`)
  writeFileSync(
    file,
    `import * as electron from 'electron'\ntry { ${code} } catch (error) { console.log(error.message) }\nprocess.exit(0)\n`,
  )
  const env = { ...process.env, STAND_IN_USER_DATA: join(folder, `data-${count}`), STAND_IN_NODE: process.execPath }
  const { stdout } = await promisify(execFile)(launcher, [file], { env })
  return stdout.trim()
}

describe('the stand-in refuses by name', () => {
  test.each([
    [
      'a module it does not have',
      'electron.autoUpdater.checkForUpdates()',
      'stand-in: autoUpdater.checkForUpdates is not implemented',
    ],
    ['a class it does not have', 'new electron.Tray("x")', 'stand-in: Tray is not implemented'],
    ['a function of a module it has', 'electron.shell.openPath("/")', 'stand-in: shell.openPath is not implemented'],
    [
      'an event it never sends',
      'electron.app.on("login", () => {})',
      "stand-in: event 'login' of app is not implemented",
    ],
    [
      'what nobody answers',
      'await electron.shell.openExternal("https://x")',
      'stand-in: nobody answers shell.openExternal; replace it in the test',
    ],
    ['a window before ready', 'new electron.BrowserWindow({})', 'BrowserWindow cannot be used before the app is ready'],
    [
      'a privilege',
      'electron.protocol.registerSchemesAsPrivileged([{ scheme: "a", privileges: { standard: true, secure: true, bypassCSP: true } }])',
      'stand-in: further privileges are not implemented',
    ],
  ])('%s', async (_what, code, complaint) => {
    expect(await complaintOf(code)).toBe(complaint)
  })
})
