import { rm } from 'node:fs/promises'
import { safeStorage } from 'electron'
import { z } from 'zod'
import { describeError, logLine } from '../log.ts'
import type { SettingsStore } from './desktop-settings.ts'
import { openJsonFile } from './json-file.ts'

type KeptIn = 'keyring' | 'memory' | 'plain'

const fileSchema = z.object({ form: z.enum(['sealed', 'plain']), text: z.string() }).nullable()

interface Loaded<Value> {
  readonly value: Value
  readonly keptIn: 'keyring' | 'plain'
}

export interface SealedFile<Value> {
  readonly load: () => Promise<Loaded<Value> | null>
  /** `memory`: nothing was written, as there is no keyring and nobody agreed to do without. */
  readonly keep: (value: Value) => Promise<KeptIn>
  readonly forget: () => Promise<void>
}

/** Linux without a keyring "encrypts" with a key that everyone knows, which is not encryption. */
const hasKeyring = async (): Promise<boolean> => {
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return false
  return safeStorage.isAsyncEncryptionAvailable()
}

/** No keyring here, and nobody agreed to do without: whether to keep secrets on disk is for the person to say. */
export const mayAskForPlain = async (settings: SettingsStore): Promise<boolean> =>
  !(await hasKeyring()) && !settings.get().keepsWithoutKeyring

const unseal = async (text: string): Promise<string> =>
  (await safeStorage.decryptStringAsync(Buffer.from(text, 'base64'))).result

/** A file of the app's own whose content the system encrypts; never in the renderer, never in a log. */
export const openSealedFile = <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  settings: SettingsStore,
): SealedFile<z.output<Schema>> => {
  const file = openJsonFile(path, fileSchema, null)
  const forget = () => rm(path, { force: true })

  return {
    load: async () => {
      const kept = file.read()
      if (!kept) return null
      try {
        const text = kept.form === 'sealed' ? await unseal(kept.text) : kept.text
        return { value: schema.parse(JSON.parse(text)), keptIn: kept.form === 'sealed' ? 'keyring' : 'plain' }
      } catch (error) {
        // Another user's file, a changed keyring: signing in or enrolling again is the cure.
        logLine('sealed-file-not-readable', { error: error instanceof z.ZodError ? 'shape' : describeError(error) })
        await forget()
        return null
      }
    },
    keep: async (value) => {
      const text = JSON.stringify(value)
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
  }
}
