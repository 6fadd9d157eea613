import type { CreditLine } from '@countersign/shared/features/credits'
import { decimalText } from '@countersign/shared/money'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { dayText } from '../../lib/dates.ts'
import { reversals as words } from '../../messages/reversals.ts'

const stateText = ({ given, reversed }: CreditLine): string => {
  if (reversed.amount === 0) return words.states.given
  return reversed.amount < given.amount ? words.states.part : words.states.gone
}

export const CreditState = ({ credit }: { readonly credit: CreditLine }) => <StateTag>{stateText(credit)}</StateTag>

const moneyOf = ({ amount, currency }: CreditLine['given']): string =>
  `${decimalText({ amount, currency })} ${currency}`

export const creditColumns = (): readonly TableColumn<CreditLine>[] => [
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
    id: 'text',
    head: words.columns.text,
    cell: ({ text }) => <Name>{text}</Name>,
    text: ({ text }) => text,
  },
  {
    id: 'by',
    head: words.columns.by,
    width: 180,
    cell: ({ by }) => (by ? <Name>{by.askedBy}</Name> : words.byHand),
    text: ({ by }) => by?.askedBy ?? '',
  },
  {
    id: 'state',
    head: words.columns.state,
    width: 130,
    cell: (credit) => <CreditState credit={credit} />,
    text: stateText,
    sortValue: stateText,
  },
  {
    id: 'given',
    head: words.columns.given,
    width: 150,
    align: 'money',
    cell: ({ given }) => <MoneyCell value={given} />,
    text: ({ given }) => moneyOf(given),
    sortValue: ({ given }) => given.amount,
  },
  {
    id: 'reversed',
    head: words.columns.reversed,
    width: 150,
    align: 'money',
    cell: ({ reversed }) => (reversed.amount === 0 ? '' : <MoneyCell value={reversed} />),
    text: ({ reversed }) => moneyOf(reversed),
  },
]
