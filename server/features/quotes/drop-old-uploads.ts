import { DAY_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { deleteUpload, listOldUploads } from './store.ts'

const AT_ONCE = 50

/** Files that somebody began to send, or sent and never used. */
export const dropOldUploads = async ({ db, clock }: Pick<Kernel, 'db' | 'clock'>): Promise<void> => {
  for (const id of await listOldUploads(db, clock.now() - DAY_MS, AT_ONCE))
    await inTransaction(db, (tx) => deleteUpload(tx, id))
}
