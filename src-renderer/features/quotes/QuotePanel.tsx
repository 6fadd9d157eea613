import type { Quote } from '@countersign/shared/features/quotes'
import { FileText, Pencil, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Name } from '../../components/Name.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { dayText, timeText } from '../../lib/dates.ts'
import { type PageAction, usePageActions } from '../../lib/page-actions.ts'
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

interface Deed extends Omit<PageAction, 'reason'> {
  readonly kind: 'primary' | 'default' | 'quiet'
  /** Why it can't be done now. */
  readonly reason: string | undefined
}

/** What can be done with a quote, on its panel and first in the palette. */
const deedsOf = (quote: Quote, forbidden: string | undefined, ways: Record<'edit' | 'invoice' | 'ask', () => void>) => {
  const isGone = quote.state === 'withdrawn'
  const isInvoiced = quote.state === 'invoiced'
  return [
    {
      id: 'invoice',
      kind: 'primary',
      icon: FileText,
      keys: 'i',
      label: isInvoiced ? words.invoiceAgain : words.invoice,
      reason: forbidden ?? (isGone ? words.gone : undefined),
      run: ways.invoice,
    },
    {
      id: 'edit',
      kind: 'default',
      icon: Pencil,
      keys: 'e',
      label: words.edit,
      reason: forbidden ?? fixedBecause(quote),
      run: ways.edit,
    },
    {
      id: 'withdraw',
      kind: 'quiet',
      icon: Undo2,
      label: isGone ? words.takeBack : words.withdraw,
      reason: forbidden ?? (isInvoiced ? words.fixed : undefined),
      run: ways.ask,
    },
  ] as const satisfies readonly Deed[]
}

const actionOf = (deed: Deed): PageAction => {
  const { kind: _, reason, ...action } = deed
  return { ...action, ...(reason === undefined ? {} : { reason }) }
}

const Deeds = ({ quote, onEdit, onInvoice }: DeedsProps) => {
  const [isAsking, setAsking] = useState(false)
  const forbidden = useMissingPermission('invoice.manage')
  const ways = { edit: () => onEdit(quote.id), invoice: () => onInvoice(quote.id), ask: () => setAsking(true) }
  const deeds: readonly Deed[] = deedsOf(quote, forbidden, ways)
  usePageActions({
    title: quote.reference,
    actions: deeds.map(actionOf),
  })
  return (
    <div className={s['buttons']}>
      {deeds.map(({ id, kind, icon, label, reason, keys, run }) => (
        <Button
          key={id}
          kind={kind}
          reason={reason}
          onPress={run}
          {...(kind === 'quiet' ? {} : { icon })}
          {...(keys === undefined ? {} : { keys })}
        >
          {label}
        </Button>
      ))}
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
