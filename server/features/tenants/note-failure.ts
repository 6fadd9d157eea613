import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { retryAfter } from './retry-rules.ts'
import { releaseTenant, type TenantRow } from './store.ts'
import { tellTenant } from './tell-tenant.ts'

/** It is tried again later; when that may not help, a person is told. */
export const noteFailure = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  row: TenantRow,
  { verdict, why }: { verdict: 'later' | 'never' | 'outage'; why: string },
) =>
  inTransaction(db, async (tx): Promise<'failed' | 'lost'> => {
    const now = clock.now()
    const tries = row.tries + 1
    const { pauseMs, isStuck } = retryAfter(tries, verdict)
    const stuckAt = isStuck ? (row.stuckAt ?? now) : null
    const isOurs = await releaseTenant(tx, row, { problem: why, stuckAt, tries, nextAt: now + pauseMs })
    if (!isOurs) return 'lost'
    if (isStuck && (row.stuckAt === null || row.problem !== why))
      await tellTenant(tx, { teamId: row.teamId, at: now }, { kind: 'stuck', text: why })
    return 'failed'
  })
