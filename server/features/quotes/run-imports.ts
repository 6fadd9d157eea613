import { ERRORS } from '@countersign/shared/errors'
import { z } from 'zod'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { addQuote, type Asking } from './add-quote.ts'
import { type Counts, countFate, type Fate, firstCounts, type Found } from './import-rules.ts'
import { judgeQuotes } from './judge-quotes.ts'
import { parseQuotes } from './parse-quotes.ts'
import { readUpload } from './read-upload.ts'
import { advanceImport, claimImport, deleteUpload, type ImportRow } from './store.ts'

export interface ImportWorker {
  /** Who works on it: one name per process. */
  readonly holder: string
  readonly signal: AbortSignal
}

type WorkKernel = Pick<Kernel, 'db' | 'clock' | 'log'>

interface Work {
  readonly kernel: WorkKernel
  readonly row: ImportRow
  readonly asking: Asking
  readonly holder: string
}

const LEASE_MS = 60_000
const QUOTES_A_COMMIT = 200

/** It was cancelled, or another replica works on it by now. */
class Lost extends Error {}

const keptActorSchema = z.object({ id: z.string(), name: z.string(), device: z.string().nullable() })

/** Whoever ordered it, as the log names them. Their session may be over: it lends no power here. */
const actorOf = (kept: string): StaffActor => ({
  kind: 'staff',
  ...keptActorSchema.parse(JSON.parse(kept)),
  email: '',
  roles: [],
  sessionId: '',
  sessionExpiresAt: 0,
  confirmedAt: null,
})

/** Somebody else may have recorded that reference since it was judged: then it is judged again. */
const settle = async (
  tx: Transaction,
  { kernel, row, asking }: Work,
  { found, fate }: { found: Found; fate: Fate },
) => {
  if (fate !== 'new') return fate
  const fresh = { content: found.content, importId: row.id, now: kernel.clock.now() }
  if ((await addQuote(tx, asking, fresh)) !== null) return fate
  const [again] = await judgeQuotes(tx, [found], row.id)
  return again?.fate ?? 'other'
}

const importSlice = (work: Work, slice: readonly Found[], before: { counts: Counts; of: number; at: number }) =>
  inTransaction(work.kernel.db, async (tx) => {
    let { counts } = before
    for (const judged of await judgeQuotes(tx, slice, work.row.id))
      counts = countFate(counts, judged.found, await settle(tx, work, judged))
    const leaseUntil = work.kernel.clock.now() + LEASE_MS
    const kept = JSON.stringify({ ...counts, at: before.at + slice.length, of: before.of })
    const isOurs = await advanceImport(tx, { id: work.row.id, holder: work.holder }, { counts: kept, leaseUntil })
    if (!isOurs) throw new Lost()
    return counts
  })

const finish = ({ kernel, row, asking, holder }: Work, end: { counts?: Counts; failure: string | null; of?: number }) =>
  inTransaction(kernel.db, async (tx) => {
    const endedAt = kernel.clock.now()
    const { counts, failure, of = 0 } = end
    const isOurs = await advanceImport(
      tx,
      { id: row.id, holder },
      {
        state: failure === null ? 'done' : 'failed',
        ...(counts ? { counts: JSON.stringify({ ...counts, at: of, of }) } : {}),
        failure,
        endedAt,
        leaseHolder: null,
        leaseUntil: null,
      },
    )
    if (!isOurs) throw new Lost()
    await deleteUpload(tx, row.uploadId)
    const { problems: _, ...told } = counts ?? { problems: null }
    await recordAudit(tx, endedAt, {
      ...asking,
      action: failure === null ? 'quote-import.done' : 'quote-import.failed',
      subject: { kind: 'quote-import', id: row.id },
      details: failure === null ? told : { failure },
      personal: { subjectName: row.fileName },
    })
  })

const importFile = async (work: Work, signal: AbortSignal): Promise<void> => {
  const { kernel, row, holder } = work
  const { bytes } = await readUpload(kernel.db, { id: row.uploadId, staffId: row.staffId, purpose: 'import' })
  const parsed = await parseQuotes(bytes)
  const of = parsed.quotes.length
  let counts = firstCounts(parsed)
  for (let at = 0; at < of; at += QUOTES_A_COMMIT) {
    // The next start, or another replica, goes on from here.
    if (signal.aborted) {
      await advanceImport(kernel.db, { id: row.id, holder }, { leaseHolder: null, leaseUntil: null })
      return
    }
    counts = await importSlice(work, parsed.quotes.slice(at, at + QUOTES_A_COMMIT), { counts, of, at })
  }
  await finish(work, { counts, failure: null, of })
}

const reasonOf = ({ code, data }: AppError): string => {
  const why = data?.['why']
  return typeof why === 'string' ? why : `${ERRORS[code].text} ${ERRORS[code].next}`
}

const importOne = async (work: Work, signal: AbortSignal): Promise<void> => {
  try {
    await importFile(work, signal)
  } catch (error) {
    if (error instanceof Lost) return
    if (!(error instanceof AppError)) throw error
    await finish(work, { failure: reasonOf(error) }).catch((lost: unknown) => {
      if (!(lost instanceof Lost)) throw lost
    })
  }
}

/** Works on what was ordered until nothing waits or `signal` says stop. Slices are whole quotes, committed with the count. */
export const runImports = async (kernel: WorkKernel, { holder, signal }: ImportWorker): Promise<void> => {
  while (!signal.aborted) {
    const now = kernel.clock.now()
    const row = await claimImport(kernel.db, { holder, now, until: now + LEASE_MS })
    if (!row) return
    const asking = { actor: actorOf(row.actor), requestId: row.requestId }
    await importOne({ kernel, row, asking, holder }, signal)
  }
}
