import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { signedInSchema } from '@countersign/shared/features/staff'
import { app, safeStorage } from 'electron'
import { z } from 'zod'
import type { SettingsStore } from '../files/desktop-settings.ts'
import { openJsonFile } from '../files/json-file.ts'
import { describeError, logLine } from '../log.ts'

/** What is kept of a session. `server` binds the token to the companion that gave it. */
const keptSessionSchema = signedInSchema.extend({ token: z.string().min(1), server: z.string() })
export type KeptSession = z.infer<typeof keptSessionSchema>

type KeptIn = 'keyring' | 'memory' | 'plain'

const fileSchema = z.object({ form: z.enum(['sealed', 'plain']), text: z.string() }).nullable()

export interface TokenVault {
  readonly load: () => Promise<KeptSession | null>
  readonly keep: (session: KeptSession) => Promise<KeptIn>
  readonly forget: () => Promise<void>
  /** No keyring here: whether to keep the session on disk is for the person to say. */
  readonly mayAsk: () => Promise<boolean>
}

/** Linux without a keyring "encrypts" with a key that everyone knows, which is not encryption. */
const hasKeyring = async (): Promise<boolean> => {
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return false
  return safeStorage.isAsyncEncryptionAvailable()
}

const unseal = async (text: string): Promise<string> =>
  (await safeStorage.decryptStringAsync(Buffer.from(text, 'base64'))).result

/** Keeps the staff token encrypted by the system; never in the renderer, never in a log. */
export const openTokenVault = (settings: SettingsStore): TokenVault => {
  const path = join(app.getPath('userData'), 'session.json')
  const file = openJsonFile(path, fileSchema, null)
  const forget = () => rm(path, { force: true })

  return {
    load: async () => {
      const kept = file.read()
      if (!kept) return null
      try {
        const text = kept.form === 'sealed' ? await unseal(kept.text) : kept.text
        return keptSessionSchema.parse(JSON.parse(text))
      } catch (error) {
        // Another user's file, a changed keyring: signing in again is the cure.
        logLine('session-not-readable', { error: error instanceof z.ZodError ? 'shape' : describeError(error) })
        await forget()
        return null
      }
    },
    keep: async (session) => {
      const text = JSON.stringify(session)
      if (await hasKeyring()) {
        const sealed = await safeStorage.encryptStringAsync(text)
        await file.write({ form: 'sealed', text: sealed.toString('base64') })
        return 'keyring'
      }
      if (!settings.get().keepsWithoutKeyring) {
        await forget()
        return 'memory'
      }
      await file.write({ form: 'plain', text })
      return 'plain'
    },
    forget,
    mayAsk: async () => !(await hasKeyring()) && !settings.get().keepsWithoutKeyring,
  }
}
