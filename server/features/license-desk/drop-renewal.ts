import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { holdLicense } from './hold-license.ts'
import { closeRenewal, listRenewals } from './store.ts'
import { tellLicense, type Telling } from './tell-license.ts'

/** The offer that is open is taken back; its quote stays where it is. Refuses LICENSE_STANDS_SO where none is. */
export const dropRenewal = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  by: Omit<Telling, 'at'>,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const row = await holdLicense(tx, id)
    const open = (await listRenewals(tx, id)).find(({ state }) => state === 'offered')
    if (!open) throw new AppError('LICENSE_STANDS_SO')
    const at = clock.now()
    await closeRenewal(tx, open.id, { state: 'dropped', updatesBefore: null, updatesAfter: null, closedAt: at })
    const text = 'The offer of updates was taken back; its quote stays.'
    await tellLicense(
      tx,
      row,
      { ...by, at },
      { kind: 'renewal-dropped', text, reason, details: { quote: open.quoteId } },
    )
  })
