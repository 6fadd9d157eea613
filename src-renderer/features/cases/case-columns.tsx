import type { CaseLine } from '@countersign/shared/features/cases'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Name } from '../../components/Name.tsx'
import { proofIcons, proofTones } from '../../components/proof-looks.ts'
import { toneClass } from '../../components/tone.ts'
import { timeText } from '../../lib/dates.ts'
import { cases as words } from '../../messages/cases.ts'
import { caseName, caseProof, waitsText } from './case-looks.ts'
import s from './Cases.module.css'

const heads = words.columns

const Proof = ({ line, now }: { readonly line: CaseLine; readonly now: string }) => {
  const { state, text } = caseProof(line, now)
  return (
    <span className={toneClass(proofTones[state], s['proof'])}>
      <Icon of={proofIcons[state]} size={14} />
      {text}
    </span>
  )
}

export const caseColumns = (now: string): readonly TableColumn<CaseLine>[] => [
  {
    id: 'ticket',
    head: heads.ticket,
    isFixed: true,
    width: 170,
    cell: ({ ticket }) => <Name className="cs-med">{ticket}</Name>,
    text: ({ ticket }) => ticket,
    sortValue: ({ ticket }) => ticket,
  },
  {
    id: 'team',
    head: heads.team,
    cell: (line) => <Name isCut>{caseName(line)}</Name>,
    text: caseName,
    sortValue: caseName,
  },
  {
    id: 'proof',
    head: heads.proof,
    width: 190,
    cell: (line) => <Proof line={line} now={now} />,
    text: (line) => caseProof(line, now).text,
    sortValue: ({ provenUntil, strength }) => `${provenUntil ?? ''}${strength}`,
  },
  {
    id: 'waits',
    head: heads.waits,
    width: 230,
    cell: (line) => waitsText(line) ?? <span className="cs-faint">{words.waits.none}</span>,
    text: (line) => waitsText(line) ?? '',
  },
  {
    id: 'holder',
    head: heads.holder,
    width: 170,
    cell: ({ holderName }) => <Name isCut>{holderName}</Name>,
    text: ({ holderName }) => holderName,
    sortValue: ({ holderName }) => holderName,
  },
  {
    id: 'changed',
    head: heads.changed,
    width: 170,
    hasFigures: true,
    cell: ({ changedAt }) => timeText(changedAt).replace(/ UTC$/, ''),
    text: ({ changedAt }) => changedAt,
    sortValue: ({ changedAt }) => changedAt,
  },
]
