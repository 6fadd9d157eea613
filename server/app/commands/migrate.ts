import { migrateToLatest } from '../../adapters/database/migrate.ts'
import type { OpenedKernel } from '../create-kernel.ts'
import type { Command, CommandIo } from './command.ts'

export const migrateCommand = (openKernel: (io: CommandIo) => Promise<OpenedKernel>): Command => ({
  name: 'migrate',
  summary: 'bring the database to this version and exit',
  usage: 'migrate: applies every migration that the database lacks; safe while replicas run',
  run: async (_args, io) => {
    const opened = await openKernel(io)
    try {
      await migrateToLatest(opened.kernel.db)
      io.out(`The database is at version ${opened.kernel.settings.version}.`)
      return 0
    } finally {
      await opened.close()
    }
  },
})
