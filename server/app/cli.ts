import { ERRORS } from '@countersign/shared/errors'
import { AppError, errorCodeOf, GatewayError } from '../kernel/errors.ts'
import { approverKeyCommand } from './commands/approver-key.ts'
import { auditExportCommand } from './commands/audit-export.ts'
import { auditVerifyCommand } from './commands/audit-verify.ts'
import type { Command, CommandIo } from './commands/command.ts'
import { licenseKeyCommand } from './commands/license-key.ts'
import { migrateCommand } from './commands/migrate.ts'
import { restoredCommand } from './commands/restored.ts'
import { serveCommand } from './commands/serve.ts'
import { staffCommand } from './commands/staff.ts'
import { ConfigError, loadConfig } from './config.ts'
import { createKernel, type OpenedKernel } from './create-kernel.ts'
import { createLogger } from './logger.ts'
import { version } from './version.ts'

/** For commands that work on the database beside a running companion: quiet, so that their own words stand alone. */
const openKernel = (io: CommandIo): Promise<OpenedKernel> => {
  const { config, secrets } = loadConfig(io.env)
  return createKernel(config, secrets, { log: createLogger('warn') })
}

const COMMANDS: readonly Command[] = [
  serveCommand,
  migrateCommand(openKernel),
  restoredCommand(openKernel),
  staffCommand(openKernel),
  approverKeyCommand(openKernel),
  licenseKeyCommand(openKernel),
  auditExportCommand(openKernel),
  auditVerifyCommand,
]

const help = (): string =>
  [
    `countersign companion ${version}`,
    '',
    'npm run companion -- COMMAND [options]',
    '',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(14)} ${summary}`),
    '',
    'COMMAND --help says more. Settings come from the environment; docs/operations.md lists them.',
  ].join('\n')

/** One line for a person; the code of a refusal or of a failed gateway, so that it can be looked up. */
const explain = (error: unknown): string => {
  if (error instanceof ConfigError) return error.problems.join('\n')
  if (error instanceof AppError) return `${error.code}: ${error.message} ${error.detail ?? ''}`.trim()
  if (error instanceof GatewayError)
    return `${errorCodeOf(error)}: ${ERRORS[errorCodeOf(error)].text} (${error.message})`
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (code === 'EADDRINUSE') return 'That port is in use: set COUNTERSIGN_LISTEN to another.'
  if (code === 'EACCES') return 'That port or file may not be opened by this user.'
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

const run = async (argv: readonly string[], io: CommandIo): Promise<number> => {
  const [name = '--help', ...args] = argv
  if (name === '--help' || name === '-h' || name === 'help') {
    io.out(help())
    return 0
  }
  if (name === '--version') {
    io.out(version)
    return 0
  }
  const command = COMMANDS.find((one) => one.name === name)
  if (!command) {
    io.err(`No such command: ${name}\n\n${help()}`)
    return 2
  }
  if (args.includes('--help')) {
    io.out(command.usage)
    return 0
  }
  return command.run(args, io)
}

const io: CommandIo = {
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
}

try {
  process.exitCode = await run(process.argv.slice(2), io)
} catch (error) {
  io.err(explain(error))
  process.exitCode = error instanceof ConfigError ? 2 : 1
}
