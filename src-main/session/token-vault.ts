import { join } from 'node:path'
import { signedInSchema } from '@countersign/shared/features/staff'
import { app } from 'electron'
import { z } from 'zod'
import type { SettingsStore } from '../files/desktop-settings.ts'
import { mayAskForPlain, openSealedFile, type SealedFile } from '../files/sealed-file.ts'

/** What is kept of a session. `server` binds the token to the companion that gave it. */
const keptSessionSchema = signedInSchema.extend({ token: z.string().min(1), server: z.string() })
export type KeptSession = z.infer<typeof keptSessionSchema>

export interface TokenVault extends Pick<SealedFile<KeptSession>, 'keep' | 'forget'> {
  readonly load: () => Promise<KeptSession | null>
  /** No keyring here: whether to keep the session on disk is for the person to say. */
  readonly mayAsk: () => Promise<boolean>
}

/** Keeps the staff token encrypted by the system; never in the renderer, never in a log. */
export const openTokenVault = (settings: SettingsStore): TokenVault => {
  const { load, keep, forget } = openSealedFile(
    join(app.getPath('userData'), 'session.json'),
    keptSessionSchema,
    settings,
  )
  return {
    load: async () => (await load())?.value ?? null,
    keep,
    forget,
    mayAsk: () => mayAskForPlain(settings),
  }
}
