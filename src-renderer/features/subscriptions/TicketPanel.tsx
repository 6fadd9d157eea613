import type { VerificationLine } from '@countersign/shared/features/teams'
import type { Ref } from 'react'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { FactList } from '../../components/FactList.tsx'
import { Panel } from '../../components/Panel.tsx'
import { leftText, timeText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { messages } from '../../messages/index.ts'
import { team } from '../../messages/team.ts'
import { useReading } from './reading.ts'
import { StrengthWord } from './ticket-columns.tsx'
import s from './TeamView.module.css'

const words = team.tickets

export interface TicketPanelProps {
  readonly line: VerificationLine
  readonly onEvidence: () => void
  readonly ref: Ref<HTMLDivElement>
}

const liveText = ({ liveUntil }: VerificationLine, now: string): string => {
  if (liveUntil === null) return messages.common.none
  return leftText(liveUntil, now) ?? `${words.over} ${timeText(liveUntil)}`
}

/** One verdict in short; its evidence whole in a sheet, and on the page where it was asked for. */
export const TicketPanel = ({ line, onEvidence, ref }: TicketPanelProps) => {
  const { now } = useReading()
  return (
    <div ref={ref} tabIndex={-1} className={s['panel']}>
      <Panel title={line.ticket} aside={<StrengthWord strength={line.strength} />}>
        <FactList
          facts={[
            { label: words.team, value: <CopyId value={line.teamId} what={team.teamId} /> },
            { label: words.columns.who, value: <bdi>{line.staffName}</bdi> },
            { label: words.columns.at, value: timeText(line.at) },
            { label: words.columns.until, value: liveText(line, now) },
            { label: words.kept, value: <CopyId value={line.id} what={words.panel} /> },
          ]}
        />
      </Panel>
      <div className={s['buttons']}>
        <Button size="sm" onPress={onEvidence}>
          {words.evidence}
        </Button>
        <a className="cs-link cs-xs" href={deskPaths.verification(line.id)}>
          {words.open}
        </a>
      </div>
    </div>
  )
}
