import type { Kernel } from '../../kernel/context.ts'
import { newId } from '../../kernel/ids.ts'
import type { Transaction } from '../../ports/database.ts'
import { findWindow, type FoundWindow, setCount } from '../meters/index.ts'
import { type Judged, judgeReading, USUAL_BAND } from './reading-rules.ts'
import {
  type CountRow,
  findReading,
  findSame,
  insertReading,
  lockCount,
  newestAccepted,
  type ReadingRow,
  updateCount,
  updateReading,
} from './store.ts'

export interface SaidCount {
  readonly teamId: string
  readonly counter: string
  readonly value: number
  readonly measuredAt: number
  readonly countedAt: number
}

interface Keeping {
  readonly count: SaidCount
  readonly reportId: string
  readonly isTeamKnown: boolean
  readonly now: number
}

/** A held one gives way to whatever is counted after it; to what comes late it doesn't. True: none is held any more. */
const passHeld = async (tx: Transaction, { heldId }: CountRow, { measuredAt }: SaidCount): Promise<boolean> => {
  const held = heldId === null ? undefined : await findReading(tx, heldId)
  if (held && held.measuredAt > measuredAt) return false
  if (held) await updateReading(tx, held.id, { state: 'passed' })
  return true
}

/** What is shown as used now: the newest, whichever period it is for. */
const isNewest = ({ measuredAt }: CountRow, count: SaidCount): boolean =>
  measuredAt === null || measuredAt <= count.measuredAt

interface Kept extends Keeping {
  readonly judged: Judged
  readonly isBilled: boolean
  readonly comparedWith: number
}

const write = async (tx: Transaction, before: CountRow, kept: Kept): Promise<void> => {
  const { count, judged, reportId, isBilled, comparedWith, now } = kept
  const { value, measuredAt, countedAt } = count
  const id = newId('mrd', now)
  const isHeld = judged.verdict === 'held'
  const isFree = await passHeld(tx, before, count)
  const state = isHeld ? (isFree ? 'held' : 'passed') : 'accepted'
  const undecided = { decidedBy: null, decidedAt: null, reason: null }
  const judgement = { isBilled: isBilled ? 1 : 0, comparedWith }
  await insertReading(tx, {
    id,
    ...count,
    confirmedAt: measuredAt,
    state,
    ...judgement,
    reportId,
    heardAt: now,
    ...undecided,
  })
  if (isHeld) return isFree ? updateCount(tx, count, { heldId: id }) : undefined
  const heldId = isFree ? null : before.heldId
  await updateCount(tx, count, { heldId, ...(isNewest(before, count) ? { value, measuredAt, heardAt: now } : {}) })
  const { teamId, counter } = count
  if (isBilled) await setCount(tx, { teamId, counter, countValue: value, countedAt, measuredAt, readingId: id }, now)
}

interface Known {
  /** The newest that is accepted for the same period. */
  readonly newest: ReadingRow | null
  readonly window: FoundWindow['window']
  readonly same: ReadingRow | null
  readonly newestAt: number | null
  readonly last: number | null
}

/** No row is made for teams that somebody made up. */
const NOTHING: Known = { newest: null, window: 'unbilled', same: null, newestAt: null, last: null }

const readKnown = async (tx: Transaction, count: SaidCount): Promise<Known> => {
  const { window, span } = await findWindow(tx, { ...count, at: count.countedAt })
  const newest = (await newestAccepted(tx, count, { span })) ?? null
  const last = await newestAccepted(tx, count, { isBilled: true })
  const confirmed = window !== 'closed' && newest?.confirmedAt === count.measuredAt ? newest : null
  const same = (await findSame(tx, count)) ?? confirmed
  return { newest, window, same, newestAt: newest?.confirmedAt ?? null, last: last?.value ?? null }
}

/** Nobody needs a row for each time that nothing changed. */
const isConfirmation = ({ value }: SaidCount, { newest, window, isBilled }: Known & { isBilled: boolean }): boolean =>
  window !== 'coming' && newest?.value === value && newest.isBilled === (isBilled ? 1 : 0)

const confirm = async (tx: Transaction, before: CountRow, { newest, count, now }: Keeping & Pick<Known, 'newest'>) => {
  if (newest === null) return
  await updateReading(tx, newest.id, { confirmedAt: count.measuredAt })
  const heldId = (await passHeld(tx, before, count)) ? null : before.heldId
  const { teamId, counter, measuredAt } = count
  await updateCount(tx, count, { heldId, ...(isNewest(before, count) ? { measuredAt, heardAt: now } : {}) })
  // Its period may have become known since, while another count stood for what was to come.
  const { id: readingId, value: countValue, countedAt, measuredAt: since, isBilled } = newest
  if (isBilled === 1) await setCount(tx, { teamId, counter, countValue, countedAt, measuredAt: since, readingId }, now)
}

interface Found extends Keeping {
  readonly judged: Judged
  readonly known: Known
}

const keep = (tx: Transaction, before: CountRow, { known, ...found }: Found): Promise<void> => {
  const isBilled = known.window === 'open' || known.window === 'coming'
  const isSame = found.judged.verdict === 'accepted' && isConfirmation(found.count, { ...known, isBilled })
  if (isSame) return confirm(tx, before, { ...found, newest: known.newest })
  return write(tx, before, { ...found, isBilled, comparedWith: known.last ?? 0 })
}

/** Judges one count and writes it down unless it is refused or was known. Nobody else judges that count meanwhile. */
export const keepReading = async (
  { settings }: Pick<Kernel, 'settings'>,
  tx: Transaction,
  keeping: Keeping,
): Promise<Judged> => {
  const { count, isTeamKnown, now } = keeping
  const { value, measuredAt, countedAt } = count
  const band = settings.metering?.band ?? USUAL_BAND
  const before = isTeamKnown ? await lockCount(tx, count) : null
  const known = before === null ? NOTHING : await readKnown(tx, count)
  const judged = judgeReading({ isTeamKnown, value, measuredAt, countedAt, now, band, ...known })
  if (before !== null && judged.isNew) await keep(tx, before, { ...keeping, judged, known })
  return judged
}
