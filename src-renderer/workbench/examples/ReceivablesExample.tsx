import { decimalText, type Money } from '@countersign/shared/money'
import { useState } from 'react'
import { DenseTable, type TableColumn } from '../../components/DenseTable.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Name } from '../../components/Name.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { plural } from '../../lib/numbers.ts'
import { eur, jpy, kwd, usd } from './amounts.ts'
import { ExampleShell } from './ExampleShell.tsx'
import s from './examples.module.css'

interface Invoice {
  readonly number: string
  readonly team: string
  readonly open: Money
  readonly lateDays: number
  readonly next: string
}

const teams = [
  'Ostrava Glassworks a.s.',
  '株式会社ミナト計測 Minato Keisoku K.K.',
  'Quayside Cranes Ltd, Container Terminal Automation, Northern Basin and Deepwater Extension',
  'شركة النخيل للأتمتة الصناعية',
  'Taller Eléctrico Hermanos Peñaranda S.L.',
  'Crêperie 🥞 du Port & Fils',
  '=HYPERLINK("https://evil.example")',
]
const amounts = [eur(348_000), jpy(1_280_000), usd(1_252_000), kwd(1_470_125), eur(784_000), usd(-695_000)]

const invoices: readonly Invoice[] = Array.from({ length: 40 }, (_, at) => ({
  number: `CRE04B7F-${String(40 - at).padStart(4, '0')}`,
  team: teams[at % teams.length] ?? '',
  open: amounts[at % amounts.length] ?? eur(0),
  lateDays: 77 - at * 2,
  next: at % 3 === 0 ? 'promised 30 Nov' : 'second letter due',
}))

const tone = (days: number) => (days > 60 ? 'cs-danger' : days > 30 ? 'cs-money' : undefined)

const columns: readonly TableColumn<Invoice>[] = [
  {
    id: 'number',
    head: 'Invoice',
    width: 132,
    isFixed: true,
    cell: ({ number }) => <code>{number}</code>,
    text: ({ number }) => number,
    sortValue: ({ number }) => number,
  },
  {
    id: 'team',
    head: 'Team',
    cell: ({ team }) => <Name>{team}</Name>,
    text: ({ team }) => team,
    sortValue: ({ team }) => team,
  },
  {
    id: 'open',
    head: 'Open',
    width: 168,
    align: 'money',
    cell: ({ open }) => <MoneyCell value={open} columnDecimals={3} />,
    text: ({ open }) => decimalText(open),
  },
  {
    id: 'currency',
    head: 'Currency',
    width: 88,
    isHiddenAtFirst: true,
    cell: ({ open }) => open.currency.toUpperCase(),
    text: ({ open }) => open.currency,
  },
  {
    id: 'late',
    head: 'Late',
    width: 112,
    cell: ({ lateDays }) => <i className={s['late']} style={{ width: Math.max(lateDays, 0) }} />,
    text: ({ lateDays }) => String(lateDays),
  },
  {
    id: 'days',
    head: 'Days',
    width: 96,
    align: 'end',
    cell: ({ lateDays }) => <span className={tone(lateDays)}>{plural(Math.max(lateDays, 0), 'day', 'days')}</span>,
    text: ({ lateDays }) => String(lateDays),
    sortValue: ({ lateDays }) => lateDays,
  },
  { id: 'next', head: 'Next', width: 160, cell: ({ next }) => next, text: ({ next }) => next },
]

const rowId = ({ number }: Invoice) => number

export const ReceivablesExample = () => {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['CRE04B7F-0039', 'CRE04B7F-0037']))
  return (
    <ExampleShell env="live" currentId="receivables">
      <PageHead title="Receivables" lead="40 open invoices, 38 late. As of 12:42 UTC, webhooks 48 s behind." />
      <DenseTable
        label="Open invoices"
        rows={invoices}
        columns={columns}
        rowId={rowId}
        rowLabel={({ number, team }) => `${number}, ${team}`}
        density="dense"
        fileName="receivables"
        hasPageKeys
        selectedIds={selected}
        onSelect={setSelected}
      />
    </ExampleShell>
  )
}
