import type { FulfilmentTask, ListTasksInput } from '@countersign/shared/features/invoice-work'
import type { Kernel } from '../../kernel/context.ts'
import { describeTask } from './describe-task.ts'
import { listTaskRows } from './store.ts'

/** What has to be delivered and isn't, since when and by whom; newest first. */
export const listTasks = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  input: ListTasksInput,
): Promise<{ rows: FulfilmentTask[]; next: string | null }> => {
  const found = await listTaskRows(db, { ...input, limit: input.limit + 1 })
  const rows = found.slice(0, input.limit)
  const now = clock.now()
  return {
    rows: rows.map((row) => describeTask(row, row, now)),
    next: found.length > rows.length ? (rows.at(-1)?.id ?? null) : null,
  }
}
