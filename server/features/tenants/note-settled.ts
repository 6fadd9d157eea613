import type { Kernel } from '../../kernel/context.ts'
import { RECHECK_MS } from './retry-rules.ts'
import { releaseTenant, type TenantRow } from './store.ts'

/** It is as it shall be. */
export const noteSettled = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  row: TenantRow,
): Promise<'settled' | 'lost'> => {
  const isOurs = await releaseTenant(db, row, {
    problem: null,
    stuckAt: null,
    tries: 0,
    nextAt: clock.now() + RECHECK_MS,
  })
  return isOurs ? 'settled' : 'lost'
}
