import type { Invoice } from '@countersign/shared/features/subscriptions'
import { decimalText } from '@countersign/shared/money'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import type { Tone } from '../../components/tone.ts'
import { dayText } from '../../lib/dates.ts'
import { messages } from '../../messages/index.ts'
import { team } from '../../messages/team.ts'
import { isLate, isOwed } from './standing-rules.ts'
import s from './TeamView.module.css'

const words = team.invoice.columns

const TONES: Record<Invoice['status'], Tone> = {
  draft: 'neutral',
  open: 'neutral',
  paid: 'proof',
  uncollectible: 'danger',
  void: 'neutral',
}

export const InvoiceState = ({ invoice, now }: { readonly invoice: Invoice; readonly now: string }) => {
  if (!isLate(invoice, now))
    return <StateTag tone={TONES[invoice.status]}>{team.invoiceStatuses[invoice.status]}</StateTag>
  return <StateTag tone="money">{invoice.dueAt === null ? team.invoice.failed : team.invoice.late}</StateTag>
}

const stateText = (invoice: Invoice, now: string): string =>
  isLate(invoice, now) ? `${team.invoiceStatuses.open}, ${team.invoice.late}` : team.invoiceStatuses[invoice.status]

const day = (iso: string | null): string => (iso === null ? messages.common.none : dayText(iso))

const dated = (id: 'due' | 'paid' | 'created', of: (row: Invoice) => string | null): TableColumn<Invoice> => ({
  id,
  head: words[id],
  width: 108,
  hasFigures: true,
  cell: (row) => day(of(row)),
  text: (row) => of(row) ?? '',
  sortValue: (row) => of(row) ?? undefined,
})

const amount = (
  id: 'total' | 'remaining',
  of: (row: Invoice) => Invoice['total'],
  look: { readonly decimals: number; readonly toneOf?: (row: Invoice) => Tone | undefined },
): TableColumn<Invoice> => ({
  id,
  head: words[id],
  width: 132,
  align: 'money',
  cell: (row) => {
    const tone = look.toneOf?.(row)
    return id === 'remaining' && !isOwed(row) ? (
      <span className={s['nothing']}>{messages.common.none}</span>
    ) : (
      <MoneyCell value={of(row)} columnDecimals={look.decimals} {...(tone === undefined ? {} : { tone })} />
    )
  },
  text: (row) => `${decimalText(of(row))} ${of(row).currency}`,
  sortValue: (row) => of(row).amount,
})

/** `now` decides what is late, so the columns are made anew when the page's time moves on. */
export const invoiceColumns = (now: string, decimals: number): readonly TableColumn<Invoice>[] => [
  {
    id: 'number',
    head: words.number,
    width: 150,
    isFixed: true,
    cell: ({ number }) => (number === null ? team.invoice.draft : <code>{number}</code>),
    text: ({ number }) => number ?? team.invoice.draft,
    sortValue: ({ number }) => number ?? '',
  },
  {
    id: 'status',
    head: words.status,
    width: 116,
    cell: (row) => <InvoiceState invoice={row} now={now} />,
    text: (row) => stateText(row, now),
    sortValue: (row) => stateText(row, now),
  },
  amount('total', ({ total }) => total, { decimals }),
  amount('remaining', ({ amountRemaining }) => amountRemaining, {
    decimals,
    toneOf: (row) => (isLate(row, now) ? 'money' : undefined),
  }),
  dated('created', ({ createdAt }) => createdAt),
  dated('due', ({ dueAt }) => dueAt),
  dated('paid', ({ paidAt }) => paidAt),
  {
    id: 'memo',
    head: words.memo,
    cell: ({ memo }) => (memo === null ? '' : <Name>{memo}</Name>),
    text: ({ memo }) => memo ?? '',
  },
]
