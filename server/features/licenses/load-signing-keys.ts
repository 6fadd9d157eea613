import type { Kernel } from '../../kernel/context.ts'
import { deriveSigningKey, type SigningKey } from './derive-signing-key.ts'
import { insertSigningKey, listSigningKeys } from './store.ts'

const FIRST = '1'

/** All that there ever were, oldest first. The first is made when it is first needed, and signs at once. */
export const loadSigningKeys = async ({
  db,
  keys,
  clock,
}: Pick<Kernel, 'db' | 'keys' | 'clock'>): Promise<SigningKey[]> => {
  let rows = await listSigningKeys(db)
  if (rows.length === 0) {
    const now = clock.now()
    await insertSigningKey(db, { id: FIRST, createdAt: now, signsFrom: now, publishedUntil: null, endorsement: null })
    rows = await listSigningKeys(db)
  }
  return rows.map((row) => deriveSigningKey(keys, row))
}
