import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { envSchema } from '../config-schema.ts'
import { loadConfig } from '../config.ts'
import { startCompanion } from '../start-companion.ts'
import type { Command } from './command.ts'

const deskFolder = (): string | null => {
  const folder = resolve(import.meta.dirname, '../../../out/renderer')
  return existsSync(folder) ? folder : null
}

/** A second signal doesn't wait any longer. */
const untilSignal = (): Promise<void> =>
  new Promise((resolveSignal) => {
    let isStopping = false
    const onSignal = () => {
      if (isStopping) process.exit(130)
      isStopping = true
      resolveSignal()
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
  })

export const serveCommand: Command = {
  name: 'serve',
  summary: 'migrate the database and serve until stopped',
  usage: `serve: everything is set by the environment:\n${Object.keys(envSchema.shape)
    .map((key) => `  ${key}`)
    .join('\n')}\ndocs/operations.md says what each means.`,
  run: async (_args, io) => {
    const { config, secrets } = loadConfig(io.env)
    if (config.settings.mode === 'LIVE' && secrets.stripeKey.startsWith('sk_')) {
      io.err('warning: this is an unrestricted live key; docs/security.md lists what a restricted key needs')
    }
    const companion = await startCompanion(config, secrets, {
      deskFolder: deskFolder(),
      embedded: null,
      hasSampleStaff: false,
    })
    await untilSignal()
    await companion.stop()
    return 0
  },
}
