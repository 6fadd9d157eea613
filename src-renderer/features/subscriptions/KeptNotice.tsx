import { CloudOff } from 'lucide-react'
import { Notice } from '../../components/Notice.tsx'
import { ageText, timeText } from '../../lib/dates.ts'
import { team as words } from '../../messages/team.ts'
import type { Part } from './part-rules.ts'
import { useReading } from './reading.ts'

/** What is shown is an earlier answer: when it was given, and how long ago. */
export const KeptNotice = ({ part }: { readonly part: Part<unknown> }) => {
  const { now } = useReading()
  if (part.state === 'failed' || part.source === 'stripe') return null
  return (
    <Notice tone="money" icon={CloudOff}>
      {words.part.kept(timeText(part.asOf), ageText(part.asOf, now))}
    </Notice>
  )
}
