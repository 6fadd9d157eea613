import type { ImportRun } from '@countersign/shared/features/quotes'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { followImport } from './follow-import.ts'
import { findLatestImport } from './store.ts'

/** What this person ordered last: closing the window loses nothing. */
export const readLatestImport = async (kernel: Pick<Kernel, 'db'>, actor: StaffActor): Promise<ImportRun | null> => {
  const row = await findLatestImport(kernel.db, actor.id)
  return row ? followImport(kernel, actor, row.id) : null
}
