import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { describeError, logLine } from '../log.ts'

/** The packager writes this file when, and only when, an update feed is configured. */
const feedFile = (): string => join(process.resourcesPath, 'app-update.yml')

/** Without a feed there is no updater at all, not one that fails quietly. */
export const setupUpdates = (): void => {
  if (!app.isPackaged || !existsSync(feedFile())) return
  const check = async () => {
    const { default: updater } = await import('electron-updater')
    await updater.autoUpdater.checkForUpdatesAndNotify()
  }
  check().catch((error: unknown) => logLine('update-check-failed', { error: describeError(error) }))
}
