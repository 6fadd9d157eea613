import type { Link } from '@countersign/shared/features/links'
import { decimalText } from '@countersign/shared/money'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Name } from '../../components/Name.tsx'
import { timeText } from '../../lib/dates.ts'
import { links as words } from '../../messages/links.ts'
import { LinkState, whatText } from './link-texts.tsx'

export const LINK_COLUMNS: readonly TableColumn<Link>[] = [
  {
    id: 'made',
    head: words.columns.made,
    width: 190,
    isFixed: true,
    hasFigures: true,
    cell: ({ madeAt }) => timeText(madeAt),
    text: ({ madeAt }) => madeAt,
    sortValue: ({ madeAt }) => madeAt,
  },
  { id: 'what', head: words.columns.what, cell: (link) => <Name>{whatText(link)}</Name>, text: whatText },
  {
    id: 'state',
    head: words.columns.state,
    width: 110,
    cell: (link) => <LinkState link={link} />,
    text: ({ state }) => words.states[state],
    sortValue: ({ state }) => words.states[state],
  },
  {
    id: 'total',
    head: words.columns.total,
    width: 120,
    align: 'money',
    cell: ({ total }) => (total === null ? '' : <MoneyCell value={total} />),
    text: ({ total }) => (total === null ? '' : `${decimalText(total)} ${total.currency}`),
  },
]
