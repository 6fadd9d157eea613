import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { keyIdSchema, publicKeySchema } from '@countersign/shared/features/countersignature'
import { app } from 'electron'
import { z } from 'zod'
import type { SettingsStore } from '../files/desktop-settings.ts'
import { openSealedFile, type SealedFile } from '../files/sealed-file.ts'

/** An approver's key. It signs for the companion that it was made for and no other. */
const keptKeySchema = z.object({
  companionId: keyIdSchema,
  publicKey: publicKeySchema,
  /** The 32-byte seed, base64url. */
  seed: z.string().length(43),
})
export type KeptKey = z.infer<typeof keptKeySchema>

/** One file for each person at each companion: who shares a computer doesn't share a key. */
export const openKeyVault = (
  settings: SettingsStore,
  owner: { server: string; staffId: string },
): SealedFile<KeptKey> => {
  const name = createHash('sha256').update(`${owner.server}\n${owner.staffId}`).digest('hex').slice(0, 32)
  return openSealedFile(join(app.getPath('userData'), 'approver-keys', `${name}.json`), keptKeySchema, settings)
}
