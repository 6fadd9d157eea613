import { CHAIN_LINKS, type ChainLink, type ManualInvoiceLine } from '@countersign/shared/features/invoices'
import { decimalText } from '@countersign/shared/money'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Name } from '../../components/Name.tsx'
import { messages } from '../../messages/index.ts'
import { invoices as words } from '../../messages/invoices.ts'
import { ChainMark } from './Chain.tsx'
import { linkTextWithHolder } from './chain-text.ts'

const { columns } = words

/** As wide as the longest that is said of it: `not asked for yet, 21 Nov`. */
const WIDTHS = { quote: 132, invoice: 164, approval: 184, sent: 124, paid: 148, fulfilment: 164 } as const

const linkOf = (row: ManualInvoiceLine, name: ChainLink['link']): ChainLink | undefined =>
  row.chain.find(({ link }) => link === name)

const linkColumn = (name: ChainLink['link'], now: string): TableColumn<ManualInvoiceLine> => ({
  id: name,
  head: words.links[name],
  width: WIDTHS[name],
  cell: (row) => {
    const link = linkOf(row, name)
    return link ? <ChainMark link={link} now={now} /> : messages.common.none
  },
  text: (row) => {
    const link = linkOf(row, name)
    return link ? linkTextWithHolder(link, now) : ''
  },
})

/** A row per deal, a column per link of its chain. `now` says for how long something is stuck. */
export const dealColumns = (now: string, decimals: number): readonly TableColumn<ManualInvoiceLine>[] => [
  {
    id: 'deal',
    head: columns.deal,
    width: 136,
    isFixed: true,
    cell: ({ quoteReference }) => (
      <b className="cs-med">
        <Name isCut>{quoteReference}</Name>
      </b>
    ),
    text: ({ quoteReference }) => quoteReference,
    sortValue: ({ quoteReference }) => quoteReference,
  },
  {
    id: 'customer',
    head: columns.customer,
    cell: ({ customerName }) => <Name isCut>{customerName}</Name>,
    text: ({ customerName }) => customerName,
    sortValue: ({ customerName }) => customerName,
  },
  {
    id: 'total',
    head: columns.total,
    width: decimals > 2 ? 168 : 148,
    align: 'money',
    cell: ({ total }) => <MoneyCell value={total} columnDecimals={decimals} />,
    text: ({ total }) => `${decimalText(total)} ${total.currency}`,
    sortValue: ({ total }) => total.amount,
  },
  ...CHAIN_LINKS.filter((link) => link !== 'quote').map((link) => linkColumn(link, now)),
  {
    id: 'team',
    head: columns.team,
    width: 120,
    isHiddenAtFirst: true,
    cell: ({ teamId }) => <Name isCut>{teamId ?? messages.common.none}</Name>,
    text: ({ teamId }) => teamId ?? '',
    sortValue: ({ teamId }) => teamId ?? undefined,
  },
  {
    id: 'number',
    head: columns.number,
    width: 132,
    isHiddenAtFirst: true,
    cell: ({ number }) => <span className="cs-mono">{number ?? messages.common.none}</span>,
    text: ({ number }) => number ?? '',
    sortValue: ({ number }) => number ?? undefined,
  },
]
