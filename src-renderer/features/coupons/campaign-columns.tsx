import type { Campaign } from '@countersign/shared/features/coupons'
import { decimalText } from '@countersign/shared/money'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { dayText } from '../../lib/dates.ts'
import { campaigns as words } from '../../messages/coupons.ts'

const { columns } = words

export const campaignColumns: readonly TableColumn<Campaign>[] = [
  {
    id: 'name',
    head: columns.name,
    cell: ({ name }) => <Name isCut>{name}</Name>,
    text: ({ name }) => name,
    sortValue: ({ name }) => name,
    isFixed: true,
  },
  {
    id: 'partner',
    head: columns.partner,
    cell: ({ partner }) => <Name isCut>{partner ?? words.ownCampaign}</Name>,
    text: ({ partner }) => partner ?? '',
    sortValue: ({ partner }) => partner ?? '',
  },
  { id: 'terms', head: columns.terms, width: 176, cell: ({ terms }) => terms, text: ({ terms }) => terms },
  {
    id: 'sold',
    head: columns.sold,
    width: 112,
    align: 'end',
    cell: ({ redemptions, maxRedemptions }) => words.sold(redemptions, maxRedemptions),
    text: ({ redemptions }) => String(redemptions),
    sortValue: ({ redemptions }) => redemptions,
  },
  {
    id: 'spent',
    head: columns.spent,
    width: 140,
    align: 'money',
    cell: ({ spent }) => <MoneyCell value={spent} />,
    text: ({ spent }) => `${decimalText(spent)} ${spent.currency}`,
    sortValue: ({ spent }) => spent.amount,
  },
  {
    id: 'ends',
    head: columns.ends,
    width: 112,
    hasFigures: true,
    cell: ({ endsAt }) => dayText(endsAt),
    text: ({ endsAt }) => endsAt,
    sortValue: ({ endsAt }) => endsAt,
  },
  {
    id: 'state',
    head: columns.state,
    width: 96,
    cell: ({ state }) => <StateTag tone={state === 'running' ? 'proof' : 'neutral'}>{words.states[state]}</StateTag>,
    text: ({ state }) => words.states[state],
    sortValue: ({ state }) => words.states[state],
  },
]
