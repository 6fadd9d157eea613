import type { AuditCheckpoint, AuditEntry, RecordedDecision } from '@countersign/shared/features/audit'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { toIso } from '@countersign/shared/times'
import { checkpointOf } from './chain-rules.ts'
import { checkWord } from './check-word.ts'
import { parseDetails } from './parse-details.ts'
import { recordedWord } from './word-rules.ts'
import { type Reader, recordLook } from './record-look.ts'
import { showEntry } from './show-entry.ts'
import { checkpointCovering, entryById, type NamedEntry, personalOf } from './store.ts'

export interface OpenedEntry {
  readonly entry: AuditEntry
  /** The personal values behind the salted hashes in its details, those that weren't erased. */
  readonly personal: Record<string, string>
  /** The first checkpoint that reaches it; null: the next one will. */
  readonly coveredBy: AuditCheckpoint | null
  /** Of an approver's decision. */
  readonly decision: RecordedDecision | null
}

const covering = async (kernel: Pick<Kernel, 'db'>, sequence: number | null): Promise<AuditCheckpoint | null> => {
  const row = sequence === null ? undefined : await checkpointCovering(kernel.db, sequence)
  if (row === undefined) return null
  const { companion: _, ...checkpoint } = checkpointOf('', row)
  return checkpoint
}

const decisionOf = (row: NamedEntry): RecordedDecision | null => {
  const verdict = checkWord({ ...row, at: toIso(row.at) })
  if (verdict.is === 'none') return null
  const word = recordedWord(parseDetails(row.details))
  const fault = verdict.is === 'invalid' ? verdict.why : null
  if (word === null) return { signed: null, fault }
  const { keyId, at: signedAt, policyVersion } = word.statement
  return { signed: { keyId, place: word.place, signedAt, policyVersion }, fault }
}

/** Shows personal values, and is a look at the log like any other. Refuses with NOT_FOUND. */
export const openEntry = async (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  reader: Reader,
  id: string,
): Promise<OpenedEntry> => {
  const row = await entryById(kernel.db, id)
  if (row === undefined) throw new AppError('NOT_FOUND')
  await recordLook(kernel, reader, { entry: id })
  const personal = await personalOf(kernel.db, id)
  return {
    entry: showEntry(row),
    personal: Object.fromEntries(personal.map(({ field, value }) => [field, value])),
    coveredBy: await covering(kernel, row.sequence),
    decision: decisionOf(row),
  }
}
