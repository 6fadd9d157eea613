import type { Grant } from '@countersign/shared/features/coupons'
import { decimalText } from '@countersign/shared/money'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { dayText } from '../../lib/dates.ts'
import { coupons as words } from '../../messages/coupons.ts'
import { messages } from '../../messages/index.ts'
import { grantState } from './grant-state.ts'

const { columns } = words

const money = (id: 'value' | 'open', decimals: number): TableColumn<Grant> => ({
  id,
  head: columns[id],
  width: 132,
  align: 'money',
  cell: (row) => <MoneyCell value={row[id]} columnDecimals={decimals} />,
  text: (row) => `${decimalText(row[id])} ${row[id].currency}`,
  sortValue: (row) => row[id].amount,
})

const day = (iso: string | null): string => (iso === null ? messages.common.none : dayText(iso))

const dated = (id: 'expires' | 'granted', of: (row: Grant) => string | null): TableColumn<Grant> => ({
  id,
  head: columns[id],
  width: 112,
  hasFigures: true,
  cell: (row) => day(of(row)),
  text: (row) => of(row) ?? '',
  sortValue: (row) => of(row) ?? undefined,
})

/** `now` decides what has expired, so the columns are made anew when the page's time moves on. */
export const grantColumns = (now: string, decimals: number): readonly TableColumn<Grant>[] => [
  {
    id: 'team',
    head: columns.team,
    cell: ({ subjectName, teamId }) => <Name isCut>{subjectName ?? teamId}</Name>,
    text: ({ subjectName, teamId }) => (subjectName === null ? teamId : `${subjectName} (${teamId})`),
    sortValue: ({ subjectName, teamId }) => subjectName ?? teamId,
    isFixed: true,
  },
  {
    id: 'state',
    head: columns.state,
    width: 190,
    cell: (row) => {
      const { text, tone } = grantState(row, now)
      return <StateTag tone={tone}>{text}</StateTag>
    },
    text: (row) => grantState(row, now).text,
    sortValue: (row) => grantState(row, now).text,
  },
  money('open', decimals),
  money('value', decimals),
  {
    id: 'kind',
    head: columns.kind,
    width: 104,
    cell: ({ kind }) => <span className="cs-dim">{words.kinds[kind]}</span>,
    text: ({ kind }) => words.kinds[kind],
    sortValue: ({ kind }) => words.kinds[kind],
  },
  {
    id: 'reason',
    head: columns.reason,
    width: 132,
    cell: ({ reasonLabel }) => <Name isCut>{reasonLabel}</Name>,
    text: ({ reasonLabel }) => reasonLabel,
    sortValue: ({ reasonLabel }) => reasonLabel,
  },
  {
    id: 'ticket',
    head: columns.ticket,
    width: 104,
    cell: ({ ticket }) => <Name isCut>{ticket ?? messages.common.none}</Name>,
    text: ({ ticket }) => ticket ?? '',
  },
  dated('expires', ({ redeemBy, redeemedAt }) => (redeemedAt === null ? redeemBy : null)),
  dated('granted', ({ grantedAt }) => grantedAt),
]
