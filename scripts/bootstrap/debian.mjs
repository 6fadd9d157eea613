import { existsSync } from 'node:fs'
import { runCommand } from './run-command.mjs'

const QUIET_APT = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
const LIMIT_MS = 10 * 60_000

/** Only Debian and its children, and only as root: elsewhere the person installs and we print the command. */
export const canInstallDebianPackages = () => existsSync('/etc/debian_version') && process.getuid?.() === 0

export const debianCommand = (names) =>
  `apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`

/** True when all were installed. */
export const installDebianPackages = async (names) => {
  const options = { env: QUIET_APT, limitMs: LIMIT_MS }
  const update = await runCommand('apt-get', ['update'], options)
  if (update.code !== 0) return false
  const install = await runCommand('apt-get', ['install', '-y', '--no-install-recommends', ...names], options)
  return install.code === 0
}
