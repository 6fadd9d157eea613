import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runNpm } from './npm.mjs'
import { INSTALLER, INSTALLER_NODE, nodePackageName, PROJECT_NODE } from './places.mjs'
import { plainError } from './plain-error.mjs'
import { withProgress } from './progress.mjs'
import { runCommand } from './run-command.mjs'
import { isFilledByHand, isStampCurrent, lockedPackages, readStamp, wantedStamp, writeStamp } from './stamp.mjs'

const isOldNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major < 22 || (major === 22 && minor < 12)
}

/**
 * npm leaves out optional packages whose `engines` exclude the Node it runs on, and vite's and oxlint's native parts are
 * such packages: under Node 18 the install succeeds and nothing works. So an old Node first fetches a new one for npm.
 */
const fetchInstaller = async (nodeVersion) => {
  rmSync(INSTALLER, { recursive: true, force: true })
  mkdirSync(INSTALLER, { recursive: true })
  writeFileSync(join(INSTALLER, 'package.json'), '{ "private": true }\n')
  const wanted = `${nodePackageName()}@${nodeVersion}`
  await runNpm(['install', '--prefix', INSTALLER, '--no-save', '--no-package-lock', '--ignore-scripts', wanted])
  if (!existsSync(INSTALLER_NODE))
    throw plainError(`There is no Node ${nodeVersion} for ${process.platform}-${process.arch}.`)
}

const nodeVersionOf = async (path) => {
  const { code, output } = await runCommand(path, ['--version'], { limitMs: 20_000 })
  return code === 0 ? output.trim().replace(/^v/, '') : undefined
}

/** Install scripts are off; the one that fetches Node’s binary may run, by name. */
const runNodeScript = async (nodeVersion) => {
  await runNpm(['rebuild', 'node', '--ignore-scripts=false'])
  const found = await nodeVersionOf(PROJECT_NODE)
  if (found !== nodeVersion) throw plainError(`Node ${nodeVersion} was installed, but does not run on this machine.`)
}

/**
 * `npm install --no-save`, not `npm ci`: the lock file may lack binaries for platforms that its author's registry did not
 * carry, which `ci` of npm 11 refuses. Versions are exact and the lock file is followed and never written either way.
 */
const installPackages = async (nodeVersion) => {
  const count = Object.keys(lockedPackages()).length
  await withProgress(`Installing ${count} packages (first run, about a minute)`, async () => {
    if (isOldNode()) await fetchInstaller(nodeVersion)
    await runNpm(['install', '--no-save'])
  })
}

/** Brings node_modules to what the lock file says and returns the stamp; does nothing where that is so already. */
export const ensureInstalled = async () => {
  if (isStampCurrent() && existsSync(PROJECT_NODE)) return readStamp()
  const wanted = wantedStamp()
  if (!isFilledByHand()) await installPackages(wanted.node)
  if ((await nodeVersionOf(PROJECT_NODE)) !== wanted.node || !isStampCurrent()) await runNodeScript(wanted.node)
  rmSync(INSTALLER, { recursive: true, force: true })
  writeStamp(wanted)
  return wanted
}
