import { join } from 'node:path'
import { app } from 'electron'
import { z } from 'zod'
import { openJsonFile } from './json-file.ts'

const settingsSchema = z.object({
  server: z.discriminatedUnion('place', [
    z.object({ place: z.literal('embedded') }),
    z.object({ place: z.literal('remote'), url: z.string() }),
  ]),
  theme: z.enum(['system', 'light', 'dark']),
  /** The person agreed to keep the session on a machine without a keyring. */
  keepsWithoutKeyring: z.boolean(),
  /** Besides Stripe and the companion, where links may lead. */
  helpdeskHosts: z.array(z.string()),
})
type DesktopSettings = z.infer<typeof settingsSchema>
export type ServerChoice = DesktopSettings['server']

export interface SettingsStore {
  readonly get: () => DesktopSettings
  readonly change: (part: Partial<DesktopSettings>) => Promise<void>
}

export const setupSettings = (): SettingsStore => {
  const file = openJsonFile(join(app.getPath('userData'), 'settings.json'), settingsSchema, {
    server: { place: 'embedded' },
    theme: 'system',
    keepsWithoutKeyring: false,
    helpdeskHosts: [],
  })
  let settings = file.read()
  return {
    get: () => settings,
    change: (part) => {
      settings = { ...settings, ...part }
      return file.write(settings)
    },
  }
}
