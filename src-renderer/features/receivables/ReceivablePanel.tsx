import type { InvoiceWish, Receivable } from '@countersign/shared/features/receivables'
import { Ban, CircleCheck, ExternalLink, FileMinus, FileText, MessageSquare, Send, Users } from 'lucide-react'
import { ActionGroup } from '../../components/ActionGroup.tsx'
import { ActionRow } from '../../components/ActionRow.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { Money } from '../../components/Money.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { useOpenLink, useOpenReason } from '../../components/use-open-link.ts'
import { dayText, timeText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { receivables as words } from '../../messages/receivables.ts'
import { InvoiceEvents } from './InvoiceEvents.tsx'
import { nameOf, toneOfBand } from './receivable-columns.tsx'
import s from './Receivables.module.css'

export interface ReceivablePanelProps {
  readonly row: Receivable
  readonly reason: string | undefined
  readonly onRemind: () => void
  readonly onNote: () => void
  readonly onClose: (kind: InvoiceWish['kind']) => void
  readonly onStatement: () => void
}

const factsOf = (row: Receivable): readonly Fact[] => [
  { label: words.facts.open, value: <Money value={row.remaining} /> },
  { label: words.facts.total, value: <Money value={row.total} /> },
  { label: words.facts.due, value: row.hasDueDay ? dayText(row.dueOn) : words.noDueDay(dayText(row.dueOn)) },
  ...(row.finalizedAt === null ? [] : [{ label: words.facts.finalized, value: dayText(row.finalizedAt) }]),
  { label: words.facts.pays, value: words.next.methods[row.collectionMethod] },
  { label: words.facts.customer, value: <CopyId value={row.customerStripeId} what={words.facts.customer} /> },
  ...(row.teamId === null
    ? []
    : [{ label: words.facts.team, value: <CopyId value={row.teamId} what={words.facts.team} /> }]),
  { label: words.facts.id, value: <CopyId value={row.stripeId} what={words.panel} /> },
  { label: words.facts.asOf, value: timeText(row.asOf) },
]

const CLOSINGS = [
  { kind: 'invoice.paid-out-of-band', icon: CircleCheck },
  { kind: 'invoice.credit-note', icon: FileMinus },
  { kind: 'invoice.uncollectible', icon: FileText },
  { kind: 'invoice.void', icon: Ban },
] as const

const Closings = ({ reason, onClose }: Pick<ReceivablePanelProps, 'reason' | 'onClose'>) => (
  <ActionGroup title={words.actions} aside={words.approved}>
    {CLOSINGS.map(({ kind, icon }) => (
      <ActionRow key={kind} icon={icon} label={words.acts[kind].more} reason={reason} onRun={() => onClose(kind)} />
    ))}
  </ActionGroup>
)

const Ways = (props: ReceivablePanelProps) => {
  const { row, reason, onRemind, onNote, onStatement } = props
  const { hostedUrl, customerStripeId, teamId } = row
  const open = useOpenLink()
  const reasonOf = useOpenReason()
  const team = deskPaths.team({ customerStripeId, team: teamId })
  return (
    <ActionGroup title={words.work}>
      <ActionRow icon={Send} label={words.remindOne} reason={reason} onRun={onRemind} />
      <ActionRow icon={MessageSquare} label={words.noteOne} reason={reason} onRun={onNote} />
      <ActionRow icon={FileText} label={words.statement} onRun={onStatement} />
      <ActionRow icon={Users} label={words.openTeam} onRun={() => (location.hash = team)} />
      {hostedUrl !== null && (
        <ActionRow
          icon={ExternalLink}
          label={words.openPage}
          reason={reasonOf(hostedUrl)}
          onRun={() => open(hostedUrl, words.openPage)}
        />
      )}
    </ActionGroup>
  )
}

const Late = ({ row: { daysLate, band } }: Pick<ReceivablePanelProps, 'row'>) => (
  <StateTag tone={toneOfBand(band) ?? 'neutral'}>
    {daysLate > 0 ? `${words.bands[band]}: ${words.days(daysLate)}` : words.bands[band]}
  </StateTag>
)

/** One open invoice: what it is, what can be done, what was done. */
export const ReceivablePanel = (props: ReceivablePanelProps) => {
  const { row } = props
  return (
    <>
      <h2 className={s['title']}>
        <Name>{nameOf(row)}</Name>
      </h2>
      <div className={s['tags']}>
        <StateTag>{row.number ?? row.stripeId}</StateTag>
        <Late row={row} />
        {row.isReadOnly && <StateTag tone="danger">{words.next.conflict}</StateTag>}
      </div>
      <FactList facts={factsOf(row)} />
      <Ways {...props} />
      <Closings {...props} />
      <InvoiceEvents key={row.stripeId} invoiceStripeId={row.stripeId} />
    </>
  )
}
