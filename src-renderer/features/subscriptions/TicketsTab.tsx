import type { VerificationLine } from '@countersign/shared/features/teams'
import { useMemo } from 'react'
import { Button } from '../../components/Button.tsx'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { team } from '../../messages/team.ts'
import { usePlace } from './place.ts'
import { useReading } from './reading.ts'
import { ticketColumns } from './ticket-columns.tsx'
import { TicketPanel } from './TicketPanel.tsx'
import { usePanelFocus } from './use-panel-focus.ts'
import s from './TeamView.module.css'

const words = team.tickets
const rowId = ({ id }: VerificationLine) => id

export interface TicketsTabProps {
  readonly lines: readonly VerificationLine[]
  readonly isLoading: boolean
  readonly error: unknown
  readonly onRetry: () => void
  readonly onEvidence: (verificationId: string) => void
  readonly onVerify: () => void
  readonly verifyReason: string | undefined
}

/** Every ticket on which somebody asked about this team, with the verdict. */
export const TicketsTab = (props: TicketsTabProps) => {
  const { lines, isLoading, error, onEvidence } = props
  const { item, go } = usePlace()
  const { now } = useReading()
  const { panel, focus } = usePanelFocus()
  const columns = useMemo(() => ticketColumns(now), [now])
  const chosen = lines.find(({ id }) => id === item)
  return (
    <SidePanel
      label={words.panel}
      onClose={() => go({ item: undefined })}
      panel={chosen && <TicketPanel ref={panel} line={chosen} onEvidence={() => onEvidence(chosen.id)} />}
    >
      <div className={s['list']}>
        <DenseTable
          label={team.tabs.tickets}
          rows={lines}
          columns={columns}
          rowId={rowId}
          fileName="tickets"
          hasPageKeys
          activeId={item}
          onActive={(id) => go({ item: id })}
          onOpen={focus}
          isLoading={isLoading}
          {...(error === null
            ? {}
            : { problem: <FailureProblem title={team.part.tickets} error={error} onRetry={props.onRetry} /> })}
          empty={
            <Empty
              title={words.empty}
              actions={
                <Button reason={props.verifyReason} onPress={props.onVerify}>
                  {team.proof.verify}
                </Button>
              }
            >
              {words.emptyNext}
            </Empty>
          }
        />
      </div>
    </SidePanel>
  )
}
