import type { Subscription } from '@countersign/shared/features/subscriptions'
import { decimalText } from '@countersign/shared/money'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { dayText } from '../../lib/dates.ts'
import { messages } from '../../messages/index.ts'
import { team } from '../../messages/team.ts'
import { statusTone, sumByCurrency } from './standing-rules.ts'
import { periodEnd, planText, rhythmText } from './texts.ts'

const words = team.subscription.columns

/** One figure where the items have one currency and all have an amount; usage is said instead. */
const amountOf = ({ items }: Subscription) => {
  const amounts = items.flatMap(({ amount }) => (amount === null ? [] : [amount]))
  const [sum, ...others] = sumByCurrency(amounts)
  return amounts.length === items.length && others.length === 0 ? sum : undefined
}

const Plan = ({ row }: { readonly row: Subscription }) => (
  <>
    <Name className="cs-med">{planText(row)}</Name> {row.madeByHand && <StateTag>{team.second.tag}</StateTag>}
  </>
)

const Amount = ({ row, decimals }: { readonly row: Subscription; readonly decimals: number }) => {
  const amount = amountOf(row)
  return amount ? (
    <MoneyCell value={amount} columnDecimals={decimals} />
  ) : (
    <span className="cs-faint">{team.subscription.metered}</span>
  )
}

const until = (row: Subscription): string => row.endedAt ?? row.cancelAt ?? periodEnd(row) ?? ''

const dayOrNone = (iso: string): string => (iso === '' ? messages.common.none : dayText(iso))

export const subscriptionColumns = (decimals: number): readonly TableColumn<Subscription>[] => [
  {
    id: 'plan',
    head: words.plan,
    isFixed: true,
    cell: (row) => <Plan row={row} />,
    text: (row) => planText(row),
    sortValue: (row) => planText(row),
  },
  {
    id: 'status',
    head: words.status,
    width: 120,
    cell: (row) => <StateTag tone={statusTone(row.status)}>{team.statuses[row.status].toLowerCase()}</StateTag>,
    text: (row) => team.statuses[row.status],
    sortValue: (row) => row.status,
  },
  {
    id: 'amount',
    head: words.amount,
    width: 150,
    align: 'money',
    cell: (row) => <Amount row={row} decimals={decimals} />,
    text: (row) => {
      const amount = amountOf(row)
      return amount ? `${decimalText(amount)} ${amount.currency}` : ''
    },
  },
  { id: 'every', head: words.every, width: 110, cell: (row) => rhythmText(row), text: (row) => rhythmText(row) },
  {
    id: 'until',
    head: words.until,
    width: 130,
    hasFigures: true,
    cell: (row) => dayOrNone(until(row)),
    text: until,
    sortValue: until,
  },
  {
    id: 'started',
    head: words.started,
    width: 120,
    hasFigures: true,
    cell: (row) => dayText(row.startedAt),
    text: (row) => row.startedAt,
    sortValue: (row) => row.startedAt,
  },
]
