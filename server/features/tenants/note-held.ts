import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recheckAt } from './retry-rules.ts'
import { releaseTenant, type TenantRow } from './store.ts'
import { tellTenant } from './tell-tenant.ts'
import type { Wanted } from './wanted-rules.ts'

type Held = Extract<Wanted, { kind: 'held' }>

/** Nothing is done until a person has mended what can't be read. */
export const noteHeld = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  row: TenantRow,
  { reason, faults, changesAt }: Held,
) =>
  inTransaction(db, async (tx): Promise<'held' | 'lost'> => {
    const now = clock.now()
    const isOurs = await releaseTenant(tx, row, {
      problem: reason,
      stuckAt: row.stuckAt ?? now,
      faults: JSON.stringify(faults),
      checkedAt: now,
      nextAt: recheckAt(now, changesAt),
    })
    if (!isOurs) return 'lost'
    if (row.problem !== reason) await tellTenant(tx, { teamId: row.teamId, at: now }, { kind: 'held', text: reason })
    return 'held'
  })
