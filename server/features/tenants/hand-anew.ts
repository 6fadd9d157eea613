import type { Kernel } from '../../kernel/context.ts'
import { announceWork } from '../../kernel/due-work.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { makeTenantAnew } from './store.ts'

/** What was applied last may not be what is there: whoever comes next looks, or hands it over once more. */
export const handAnew = ({ db, clock }: Pick<Kernel, 'db' | 'clock'>, teamId: string): Promise<void> =>
  inTransaction(db, async (tx) => {
    await makeTenantAnew(tx, teamId, clock.now())
    announceWork(tx, 'tenants')
  })
