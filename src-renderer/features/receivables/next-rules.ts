// Rule: what comes next for an open invoice is said in a few words: what keeps us from writing first, then what was asked
// for, then a promise and whether it was kept, then the letter that is due. A letter is due two weeks after the last one.

import type { Letter, Receivable } from '@countersign/shared/features/receivables'
import { DAY_MS } from '@countersign/shared/times'
import type { Tone } from '../../components/tone.ts'
import { shortDayText } from '../../lib/dates.ts'
import { receivables } from '../../messages/receivables.ts'

export interface NextStep {
  readonly text: string
  readonly tone?: Tone
}

const { next: words } = receivables
const PAUSE_MS = 14 * DAY_MS
const LAST = 3

const following = (letter: Letter): Letter => (letter === 1 ? 2 : LAST)

const promiseOf = ({ lastNote }: Receivable, now: string): NextStep | null => {
  const on = lastNote?.promisedOn ?? null
  if (on === null) return null
  const day = shortDayText(on, now)
  return on < now.slice(0, on.length) ? { text: words.broken(day), tone: 'money' } : { text: words.promised(day) }
}

const hindrance = ({ isReadOnly, isCustomerDeleted, openRequest }: Receivable): NextStep | null => {
  if (isReadOnly) return { text: words.conflict, tone: 'danger' }
  if (isCustomerDeleted) return { text: words.deleted, tone: 'money' }
  return openRequest === null ? null : { text: words.asked[openRequest.kind] ?? words.askedOther }
}

const letterDue = ({ daysLate, lastReminder }: Receivable, now: string): NextStep | null => {
  if (daysLate < 1) return null
  if (lastReminder === null) return { text: words.letterDue(1) }
  const isOver = Date.parse(now) - Date.parse(lastReminder.at) >= PAUSE_MS
  return isOver && lastReminder.letter < LAST ? { text: words.letterDue(following(lastReminder.letter)) } : null
}

const restOf = ({ lastNote, daysLate, collectionMethod }: Receivable): NextStep => {
  if (lastNote !== null) return { text: lastNote.text }
  return { text: daysLate < 1 ? words.methods[collectionMethod] : '' }
}

export const nextStep = (row: Receivable, now: string): NextStep =>
  hindrance(row) ?? promiseOf(row, now) ?? letterDue(row, now) ?? restOf(row)
