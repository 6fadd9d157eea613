import type { MirrorStatus } from '@countersign/shared/features/search'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import type { Database } from '../../ports/database.ts'
import { backfillOf } from './mirror-rules.ts'
import { countCustomers, readLatestRun, readState } from './store.ts'

// Counting a million rows takes tens of milliseconds and every desk asks; the count can only have changed when a
// document was given out.
const counted = new WeakMap<Database, { nextDocument: number; customers: number }>()

const countOnce = async (db: Database, nextDocument: number): Promise<number> => {
  const known = counted.get(db)
  if (known?.nextDocument === nextDocument) return known.customers
  const customers = await countCustomers(db)
  counted.set(db, { nextDocument, customers })
  return customers
}

export const readMirrorStatus = async ({ db }: Pick<Kernel, 'db'>): Promise<MirrorStatus> => {
  const { heardAt, nextDocument } = await readState(db)
  return {
    customers: await countOnce(db, nextDocument),
    asOf: heardAt === null ? null : toIso(heardAt),
    backfill: backfillOf(await readLatestRun(db)),
  }
}
