import type { Invoice } from '@countersign/shared/features/subscriptions'
import { ExternalLink, FileText } from 'lucide-react'
import type { Ref } from 'react'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { FactGroup } from '../../components/FactGroup.tsx'
import { FactList, type Fact } from '../../components/FactList.tsx'
import { Panel } from '../../components/Panel.tsx'
import { SumTable } from '../../components/SumTable.tsx'
import { timeText } from '../../lib/dates.ts'
import { team } from '../../messages/team.ts'
import { InvoiceState } from './invoice-columns.tsx'
import { InvoiceHelp } from './InvoiceHelp.tsx'
import { usePlace, type TeamPlace } from './place.ts'
import { useReading } from './reading.ts'
import { useOpenLink, useOpenReason } from '../../components/use-open-link.ts'
import s from './TeamView.module.css'

const words = team.invoice
const names = words.facts

const dated = (label: string, at: string | null): readonly Fact[] =>
  at === null ? [] : [{ label, value: timeText(at) }]

const linked = ({ subscriptionStripeId }: Invoice, hrefOf: TeamPlace['hrefOf']): readonly Fact[] =>
  subscriptionStripeId === null
    ? []
    : [
        {
          label: names.subscription,
          value: (
            <a className="cs-link cs-mono" href={hrefOf({ tab: 'subscriptions', item: subscriptionStripeId })}>
              <bdi>{subscriptionStripeId}</bdi>
            </a>
          ),
        },
      ]

const factsOf = (invoice: Invoice, hrefOf: TeamPlace['hrefOf']): readonly Fact[] => [
  { label: names.id, value: <CopyId value={invoice.stripeId} what={words.panel} /> },
  ...dated(names.created, invoice.createdAt),
  ...dated(names.finalized, invoice.finalizedAt),
  ...dated(names.due, invoice.dueAt),
  ...dated(names.paid, invoice.paidAt),
  { label: names.attempts, value: words.attempts(invoice.attempts) },
  ...linked(invoice, hrefOf),
  ...(invoice.memo === null ? [] : [{ label: names.memo, value: <bdi>{invoice.memo}</bdi> }]),
]

const Doors = ({ invoice: { pdfUrl, hostedUrl } }: { readonly invoice: Invoice }) => {
  const open = useOpenLink()
  const reasonOf = useOpenReason()
  if (pdfUrl === null && hostedUrl === null) return null
  return (
    <div className={s['buttons']}>
      {pdfUrl !== null && (
        <Button size="sm" icon={FileText} reason={reasonOf(pdfUrl)} onPress={() => open(pdfUrl, words.pdf)}>
          {words.pdf}
        </Button>
      )}
      {hostedUrl !== null && (
        <Button size="sm" icon={ExternalLink} reason={reasonOf(hostedUrl)} onPress={() => open(hostedUrl, words.page)}>
          {words.page}
        </Button>
      )}
    </div>
  )
}

export interface InvoicePanelProps {
  readonly invoice: Invoice
  readonly customerStripeId: string
  /** The ticket that the team is proven for; null: nothing can be asked. */
  readonly ticket: string | null
  readonly ref: Ref<HTMLDivElement>
}

/** One invoice: its sums as Stripe has them, its days, its documents. */
export const InvoicePanel = ({ invoice, customerStripeId, ticket, ref }: InvoicePanelProps) => {
  const { now } = useReading()
  const { hrefOf } = usePlace()
  return (
    <div ref={ref} tabIndex={-1} className={s['panel']}>
      <Panel title={invoice.number ?? words.draft} aside={<InvoiceState invoice={invoice} now={now} />}>
        <FactGroup title={words.sums}>
          <SumTable
            label={words.sums}
            lines={[
              { id: 'total', label: words.total, amount: invoice.total },
              { id: 'due', label: words.amountDue, amount: invoice.amountDue },
              { id: 'paid', label: words.paid, amount: invoice.amountPaid },
            ]}
            total={{ label: words.remaining, amount: invoice.amountRemaining }}
          />
        </FactGroup>
        <FactGroup title={words.panel}>
          <FactList facts={factsOf(invoice, hrefOf)} />
        </FactGroup>
        <InvoiceHelp key={invoice.stripeId} invoice={invoice} customerStripeId={customerStripeId} ticket={ticket} />
        <Doors invoice={invoice} />
      </Panel>
    </div>
  )
}
