import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { canInstallDebianPackages, debianCommand, installDebianPackages } from '../bootstrap/debian.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return isAbsolute(path)
  } catch {
    return false
  }
}

const candidates = (): readonly string[] => {
  const given = process.env.CHROMIUM_PATH
  if (given) return [given]
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)]
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...APPLICATIONS]
}

/** The Chromium to run the browser specs in: `CHROMIUM_PATH`, else the first one of the machine's. */
const findChromium = (): string | null => candidates().find(isProgram) ?? null

const HOW_ELSE = 'or set CHROMIUM_PATH to a Chromium or Chrome that you have'

/** As `findChromium`, but installs it on Debian as root; elsewhere throws with the command to type. */
export const ensureChromium = async (): Promise<string> => {
  const found = findChromium()
  if (found !== null) return found
  if (process.env.CHROMIUM_PATH) throw new Error(`CHROMIUM_PATH names no program: ${process.env.CHROMIUM_PATH}`)
  const command = debianCommand(['chromium'])
  if (!canInstallDebianPackages())
    throw new Error(`The browser specs need Chromium. Install it: ${command} ${HOW_ELSE}.`)
  console.log('Installing Chromium for the browser specs (Debian’s package) …')
  const isInstalled = await installDebianPackages(['chromium'])
  const installed = findChromium()
  if (isInstalled && installed !== null) return installed
  throw new Error(`Chromium could not be installed. Try it by hand: ${command} ${HOW_ELSE}.`)
}
