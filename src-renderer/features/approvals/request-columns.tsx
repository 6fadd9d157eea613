import type { RequestLine } from '@countersign/shared/features/approvals'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { MoneyState } from '../../components/MoneyState.tsx'
import { Name } from '../../components/Name.tsx'
import { moneyText } from '../../lib/money.ts'
import { approvals as words } from '../../messages/approvals.ts'

const { columns } = words

export const stateText = ({ state, approvals, approversNeeded }: RequestLine): string =>
  state === 'requested' ? words.waiting(approvals, approversNeeded) : words.states[state]

export const requestColumns: readonly TableColumn<RequestLine>[] = [
  {
    id: 'title',
    head: columns.title,
    cell: ({ title }) => <Name isCut>{title}</Name>,
    text: ({ title }) => title,
    isFixed: true,
  },
  {
    id: 'team',
    head: columns.team,
    cell: ({ subjectName, teamId }) => <Name isCut>{subjectName ?? teamId ?? ''}</Name>,
    text: ({ subjectName, teamId }) => subjectName ?? teamId ?? '',
  },
  {
    id: 'amount',
    head: columns.amount,
    cell: ({ given }) => given && <MoneyCell value={given} />,
    text: ({ given }) => (given ? moneyText(given) : ''),
    align: 'end',
    width: 132,
  },
  {
    id: 'by',
    head: columns.by,
    cell: ({ requesterName }) => <Name isCut>{requesterName}</Name>,
    text: ({ requesterName }) => requesterName,
    width: 148,
  },
  {
    id: 'ticket',
    head: columns.ticket,
    cell: ({ ticket }) => <bdi className="cs-mono">{ticket}</bdi>,
    text: ({ ticket }) => ticket ?? '',
    width: 96,
  },
  {
    id: 'state',
    head: columns.state,
    cell: (line) => <MoneyState state={words.progress[line.state]} word={stateText(line)} />,
    text: stateText,
    width: 160,
  },
]
