import type { VerificationLine } from '@countersign/shared/features/teams'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Name } from '../../components/Name.tsx'
import { proofIcons, proofTones } from '../../components/proof-looks.ts'
import { toneClass } from '../../components/tone.ts'
import { leftText, timeText } from '../../lib/dates.ts'
import { messages } from '../../messages/index.ts'
import { team } from '../../messages/team.ts'
import s from './TeamView.module.css'

const words = team.tickets.columns

export const StrengthWord = ({ strength }: Pick<VerificationLine, 'strength'>) => (
  <span className={toneClass(proofTones[strength], s['strength'])}>
    <Icon of={proofIcons[strength]} size={14} />
    {messages.proof.words[strength]}
  </span>
)

const untilText = ({ liveUntil }: VerificationLine, now: string): string => {
  if (liveUntil === null) return messages.common.none
  return leftText(liveUntil, now) ?? team.tickets.over
}

export const ticketColumns = (now: string): readonly TableColumn<VerificationLine>[] => [
  {
    id: 'ticket',
    head: words.ticket,
    isFixed: true,
    cell: ({ ticket }) => <Name className="cs-med">{ticket}</Name>,
    text: ({ ticket }) => ticket,
    sortValue: ({ ticket }) => ticket,
  },
  {
    id: 'strength',
    head: words.strength,
    width: 150,
    cell: ({ strength }) => <StrengthWord strength={strength} />,
    text: ({ strength }) => messages.proof.words[strength],
    sortValue: ({ strength }) => strength,
  },
  {
    id: 'who',
    head: words.who,
    width: 200,
    cell: ({ staffName }) => <Name>{staffName}</Name>,
    text: ({ staffName }) => staffName,
    sortValue: ({ staffName }) => staffName,
  },
  {
    id: 'at',
    head: words.at,
    width: 190,
    hasFigures: true,
    cell: ({ at }) => timeText(at).replace(/ UTC$/, ''),
    text: ({ at }) => at,
    sortValue: ({ at }) => at,
  },
  {
    id: 'until',
    head: words.until,
    width: 120,
    cell: (line) => untilText(line, now),
    text: ({ liveUntil }) => liveUntil ?? '',
  },
]
