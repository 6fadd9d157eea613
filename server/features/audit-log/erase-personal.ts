import type { Transaction } from '../../ports/database.ts'
import { deletePersonal } from './store.ts'

/**
 * Forgets the personal values of everything the log says about the subject (for staff, also of what they did). The
 * entries stay and the chain still verifies: it only ever held salted hashes, and the salts go with the values.
 * Resolves with how many values were erased.
 */
export const erasePersonal = (
  tx: Transaction,
  subject: { readonly kind: string; readonly id: string },
): Promise<number> => deletePersonal(tx, subject)
