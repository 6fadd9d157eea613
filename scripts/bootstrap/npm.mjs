import { existsSync } from 'node:fs'
import { delimiter, dirname } from 'node:path'
import { INSTALLER_NODE, inRoot } from './places.mjs'
import { plainError } from './plain-error.mjs'
import { runCommand } from './run-command.mjs'

const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/
const READ_ONLY = /EROFS|EACCES|EPERM/
const QUIET = ['--loglevel=error', '--no-progress', '--no-audit', '--no-fund', '--no-update-notifier']
/** A closed network should be told within a minute, not after npm's usual three. */
const PATIENCE = ['--fetch-retries=2', '--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=8000']

/** The PATH under which npm, and whatever it starts, finds the newest Node there is. */
const pathWith = (nodePath) => [dirname(nodePath), process.env.PATH].join(delimiter)

const installerNode = () => (existsSync(INSTALLER_NODE) ? INSTALLER_NODE : process.execPath)

const reason = ({ output, code }) => {
  if (code === 127) return 'npm could not be started; is it installed?'
  if (UNREACHABLE.test(output))
    return 'The package registry could not be reached; connect to a network and run it again.'
  if (READ_ONLY.test(output))
    return 'npm may not write here; copy the checkout to a folder of your own and run it there.'
  if (output.includes('ENOSPC')) return 'The disk is full; free some space and run it again.'
  return `npm failed. It said:\n${output.trim().split('\n').slice(-15).join('\n')}`
}

/** Runs the npm that started us (or the one on the PATH) and explains a failure in one line. */
export const runNpm = async (args, { limitMs = 15 * 60_000 } = {}) => {
  const node = installerNode()
  const cli = process.env.npm_execpath
  const hasCli = cli?.endsWith('npm-cli.js') && existsSync(cli)
  const all = [...args, ...QUIET, ...PATIENCE]
  const env = { ...process.env, PATH: pathWith(node) }
  const result = await (hasCli
    ? runCommand(node, [cli, ...all], { env, limitMs, cwd: inRoot() })
    : runCommand('npm', all, { env, limitMs, cwd: inRoot() }))
  if (result.isLate) throw plainError('npm did not finish in time; run it again on a better network.')
  if (result.code !== 0) throw plainError(reason(result))
}
