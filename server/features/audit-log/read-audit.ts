import type { AuditCheckpoint, AuditFilter, AuditPage } from '@countersign/shared/features/audit'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { checkpointOf } from './chain-rules.ts'
import { cursorOf, keyOf, type PageKey } from './page-rules.ts'
import { type Reader, recordLook } from './record-look.ts'
import { showEntry } from './show-entry.ts'
import { checkpointsBetween, countEntries, entriesPage, type NamedEntry } from './store.ts'

export interface PageRequest {
  readonly filter: AuditFilter
  readonly cursor?: string | undefined
  readonly limit: number
}

const MAX_CHECKPOINTS = 200

const beforeOf = (cursor: string | undefined): PageKey | null => {
  if (cursor === undefined) return null
  const key = keyOf(cursor)
  if (key === null) throw new AppError('INPUT_INVALID', { data: { field: 'cursor' } })
  return key
}

/** Those that stand between the entries of a page, newest first. */
const checkpointsAmong = async (
  kernel: Pick<Kernel, 'db'>,
  rows: readonly NamedEntry[],
): Promise<AuditCheckpoint[]> => {
  const sequences = rows.map((row) => row.sequence).filter((sequence) => sequence !== null)
  if (sequences.length === 0) return []
  const [after, upTo] = [Math.min(...sequences) - 1, Math.max(...sequences)]
  const found = await checkpointsBetween(kernel.db, { after, upTo, limit: MAX_CHECKPOINTS })
  return found.toReversed().map((row) => {
    const { companion: _, ...checkpoint } = checkpointOf('', row)
    return checkpoint
  })
}

/** One page of the log, newest first. Reading it is a look at the log, and is recorded as one. */
export const readAudit = async (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  reader: Reader,
  { filter, cursor, limit }: PageRequest,
): Promise<AuditPage> => {
  const before = beforeOf(cursor)
  await recordLook(kernel, reader, filter)
  const rows = await entriesPage(kernel.db, { filter, before, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    entries: shown.map(showEntry),
    checkpoints: await checkpointsAmong(kernel, shown),
    nextCursor: last !== undefined && rows.length > limit ? cursorOf(last) : null,
    matches: await countEntries(kernel.db, filter),
  }
}
