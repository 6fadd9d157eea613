import { AppError } from '../../kernel/errors.ts'
import type { Queryable } from '../../ports/database.ts'
import { findByRequestKey, type LinkRow } from './store.ts'

/** The link that this form made before. Refuses with REQUEST_KEY_REUSED when the form said something else then. */
export const findRepeated = async (
  db: Queryable,
  key: Pick<LinkRow, 'staffId' | 'requestKey' | 'fingerprint'>,
): Promise<LinkRow | undefined> => {
  const known = await findByRequestKey(db, key)
  if (known && known.fingerprint !== key.fingerprint) throw new AppError('REQUEST_KEY_REUSED')
  return known
}
