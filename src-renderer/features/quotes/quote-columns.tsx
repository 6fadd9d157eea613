import type { QuoteRow, QuoteState } from '@countersign/shared/features/quotes'
import { decimalText } from '@countersign/shared/money'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import type { Tone } from '../../components/tone.ts'
import { shortDayText } from '../../lib/dates.ts'
import { quotes as words } from '../../messages/quotes.ts'

const { columns } = words

const TONES: Record<QuoteState, Tone> = { accepted: 'money', invoiced: 'proof', withdrawn: 'neutral' }

export const QuoteStateTag = ({ state }: { readonly state: QuoteState }) => (
  <StateTag tone={TONES[state]}>{words.states[state]}</StateTag>
)

const dayStartIso = (day: string): string => `${day}T00:00:00.000Z`

const named = (
  id: 'by' | 'team' | 'ticket' | 'source',
  valueOf: (row: QuoteRow) => string | null,
): TableColumn<QuoteRow> => ({
  id,
  head: columns[id],
  width: 140,
  isHiddenAtFirst: id !== 'by',
  cell: (row) => <Name isCut>{valueOf(row) ?? ''}</Name>,
  text: (row) => valueOf(row) ?? '',
})

/** The companion sorts by acceptance; sorting what is shown so far would lie about what is not. */
export const quoteColumns = (now: string, columnDecimals: number): readonly TableColumn<QuoteRow>[] => [
  {
    id: 'reference',
    head: columns.reference,
    width: 168,
    cell: ({ reference }) => (
      <Name isCut className="cs-mono">
        {reference}
      </Name>
    ),
    text: ({ reference }) => reference,
    isFixed: true,
  },
  {
    id: 'customer',
    head: columns.customer,
    cell: ({ customerName }) => <Name isCut>{customerName}</Name>,
    text: ({ customerName }) => customerName,
    isFixed: true,
  },
  {
    id: 'total',
    head: columns.total,
    width: 160,
    align: 'money',
    cell: ({ total }) => <MoneyCell value={total} columnDecimals={columnDecimals} />,
    text: ({ total }) => `${decimalText(total)} ${total.currency}`,
  },
  {
    id: 'accepted',
    head: columns.accepted,
    width: 104,
    hasFigures: true,
    cell: ({ acceptedOn }) => shortDayText(dayStartIso(acceptedOn), now),
    text: ({ acceptedOn }) => acceptedOn,
  },
  named('by', ({ acceptedBy }) => acceptedBy),
  named('team', ({ teamId }) => teamId),
  named('ticket', ({ ticket }) => ticket),
  named('source', ({ source }) => source),
  {
    id: 'state',
    head: columns.state,
    width: 104,
    cell: ({ state }) => <QuoteStateTag state={state} />,
    text: ({ state }) => words.states[state],
  },
]
