import type { Quote } from '@countersign/shared/features/quotes'
import { FileText, Pencil } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Name } from '../../components/Name.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { dayText, timeText } from '../../lib/dates.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { quotes as words } from '../../messages/quotes.ts'
import { AttachmentList } from './AttachmentList.tsx'
import { QuoteLines } from './QuoteLines.tsx'
import { QuoteStateTag } from './quote-columns.tsx'
import { useQuote } from './use-quotes.ts'
import { WithdrawDialog } from './WithdrawDialog.tsx'
import s from './Quotes.module.css'

const { facts: labels } = words

const named = (label: string, value: string | null): readonly Fact[] =>
  value === null || value === '' ? [] : [{ label, value: <Name>{value}</Name> }]

const addressText = ({ address }: Quote): string =>
  [
    address.line1,
    address.line2,
    [address.postalCode, address.city].filter(Boolean).join(' '),
    address.state,
    address.country,
  ]
    .filter((part) => part !== null && part !== '')
    .join(', ')

const factsOf = (quote: Quote): readonly Fact[] => [
  {
    label: labels.accepted,
    value: <Name>{labels.acceptedText(dayText(`${quote.acceptedOn}T00:00:00Z`), quote.acceptedBy)}</Name>,
  },
  ...named(labels.terms, quote.terms),
  { label: labels.due, value: labels.dueText(quote.daysUntilDue) },
  ...named(labels.email, quote.billingEmail),
  ...named(labels.address, addressText(quote)),
  ...(quote.teamId === null ? [] : [{ label: labels.team, value: <CopyId value={quote.teamId} what={labels.team} /> }]),
  ...named(labels.ticket, quote.ticket),
  ...named(labels.order, quote.purchaseOrder),
  ...named(labels.tax, quote.taxNumbers.map(({ type, value }) => `${type} ${value}`).join(', ')),
  ...named(labels.note, quote.note),
  { label: labels.source, value: <Name>{quote.source === '' ? labels.paper : quote.source}</Name> },
  { label: labels.recorded, value: <Name>{labels.recordedText(timeText(quote.recordedAt), quote.recordedBy)}</Name> },
  { label: labels.id, value: <CopyId value={quote.id} what={labels.id} /> },
]

const fixedBecause = ({ state }: Quote): string | undefined => {
  if (state === 'invoiced') return words.fixed
  return state === 'withdrawn' ? words.gone : undefined
}

interface DeedsProps extends Omit<QuotePanelProps, 'id'> {
  readonly quote: Quote
}

const Deeds = ({ quote, onEdit, onInvoice }: DeedsProps) => {
  const [isAsking, setAsking] = useState(false)
  const forbidden = useMissingPermission('invoice.manage')
  const fixed = forbidden ?? fixedBecause(quote)
  const isGone = quote.state === 'withdrawn'
  return (
    <div className={s['buttons']}>
      <Button
        kind="primary"
        icon={FileText}
        keys="i"
        reason={forbidden ?? (isGone ? words.gone : undefined)}
        onPress={() => onInvoice(quote.id)}
      >
        {quote.state === 'invoiced' ? words.invoiceAgain : words.invoice}
      </Button>
      <Button icon={Pencil} keys="e" reason={fixed} onPress={() => onEdit(quote.id)}>
        {words.edit}
      </Button>
      <Button
        kind="quiet"
        reason={forbidden ?? (quote.state === 'invoiced' ? words.fixed : undefined)}
        onPress={() => setAsking(true)}
      >
        {isGone ? words.takeBack : words.withdraw}
      </Button>
      {isAsking && <WithdrawDialog quote={quote} onClose={() => setAsking(false)} />}
    </div>
  )
}

export interface QuotePanelProps {
  readonly id: string
  readonly onEdit: (id: string) => void
  readonly onInvoice: (id: string) => void
}

/** One quote with all that was accepted, its papers, and the way on to its invoice. */
export const QuotePanel = ({ id, onEdit, onInvoice }: QuotePanelProps) => {
  const { data: quote, error, isFetching, refetch } = useQuote(id)
  const forbidden = useMissingPermission('invoice.manage')
  if (error)
    return (
      <FailureProblem title={words.readingOne} error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
    )
  if (!quote) return <Skeleton rows={8} />
  return (
    <>
      <div>
        <h2 className={s['title']}>
          <Name>{quote.customerName}</Name>
        </h2>
        <div className={s['tags']}>
          <Name className="cs-mono">{quote.reference}</Name>
          <QuoteStateTag state={quote.state} />
        </div>
      </div>
      <Deeds quote={quote} onEdit={onEdit} onInvoice={onInvoice} />
      <Panel title={words.lines} isFlush>
        <QuoteLines lines={quote.lines} total={quote.total} />
      </Panel>
      <FactList facts={factsOf(quote)} />
      <AttachmentList quote={quote} reason={forbidden ?? fixedBecause(quote)} />
    </>
  )
}
