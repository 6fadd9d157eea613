import type { Kernel } from '../../kernel/context.ts'
import { recheckAt } from './retry-rules.ts'
import { releaseTenant, type TenantChange, type TenantRow } from './store.ts'

/** It is as it shall be, with what was learnt on the way. */
export const noteSettled = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  row: TenantRow,
  { changesAt, learnt = {} }: { changesAt: number | null; learnt?: TenantChange },
): Promise<'settled' | 'lost'> => {
  const nextAt = recheckAt(clock.now(), changesAt)
  const isOurs = await releaseTenant(db, row, { problem: null, stuckAt: null, tries: 0, ...learnt, nextAt })
  return isOurs ? 'settled' : 'lost'
}
