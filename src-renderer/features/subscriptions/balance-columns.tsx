import type { BalanceEntry } from '@countersign/shared/features/subscriptions'
import { decimalText } from '@countersign/shared/money'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Name } from '../../components/Name.tsx'
import { dayText } from '../../lib/dates.ts'
import { team } from '../../messages/team.ts'

const words = team.balance

export const kindText = (kind: string): string => words.kinds[kind] ?? kind.replaceAll('_', ' ')

export const balanceColumns = (decimals: number): readonly TableColumn<BalanceEntry>[] => [
  {
    id: 'at',
    head: words.columns.at,
    width: 130,
    isFixed: true,
    hasFigures: true,
    cell: ({ at }) => dayText(at),
    text: ({ at }) => at,
    sortValue: ({ at }) => at,
  },
  {
    id: 'kind',
    head: words.columns.kind,
    width: 180,
    cell: ({ kind }) => kindText(kind),
    text: ({ kind }) => kindText(kind),
    sortValue: ({ kind }) => kindText(kind),
  },
  {
    id: 'text',
    head: words.columns.text,
    cell: ({ description }) => (description === null ? '' : <Name>{description}</Name>),
    text: ({ description }) => description ?? '',
  },
  {
    id: 'amount',
    head: words.columns.amount,
    width: 150,
    align: 'money',
    cell: ({ amount }) => <MoneyCell value={amount} sign="always" columnDecimals={decimals} />,
    text: ({ amount }) => `${decimalText(amount)} ${amount.currency}`,
    sortValue: ({ amount }) => amount.amount,
  },
  {
    id: 'ending',
    head: words.columns.ending,
    width: 150,
    align: 'money',
    cell: ({ endingBalance }) => <MoneyCell value={endingBalance} columnDecimals={decimals} />,
    text: ({ endingBalance }) => `${decimalText(endingBalance)} ${endingBalance.currency}`,
  },
]
