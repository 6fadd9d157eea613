import { timeText } from '../../lib/dates.ts'
import { mirror as words } from '../../messages/mirror.ts'
import { useMirror } from './use-mirror.ts'

/** One line: how much is in the mirror, and how old it is. */
export const MirrorLine = () => {
  const { data } = useMirror()
  if (!data) return null
  if (data.backfill.state === 'running') return words.lineFilling(words.counts(data.backfill.counts))
  if (data.asOf === null) return words.lineEmpty
  return words.line(data.customers, timeText(data.asOf).replace(/ UTC$/, ''))
}
