import type { Invoice, TeamPage } from '@countersign/shared/features/subscriptions'
import { useMemo } from 'react'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { useTRPCClient } from '../../lib/trpc.ts'
import { team } from '../../messages/team.ts'
import { invoiceColumns } from './invoice-columns.tsx'
import { InvoicePanel } from './InvoicePanel.tsx'
import { ListFoot } from './ListFoot.tsx'
import type { Part } from './part-rules.ts'
import { PartView } from './PartView.tsx'
import { usePlace } from './place.ts'
import { useReading } from './reading.ts'
import { decimalsOf } from './standing-rules.ts'
import { useMore } from './use-more.ts'
import { usePanelFocus } from './use-panel-focus.ts'
import s from './TeamView.module.css'

const words = team.invoice
const rowId = ({ stripeId }: Invoice) => stripeId
const NONE: readonly Invoice[] = []

export interface InvoicesTabProps {
  readonly customerStripeId: string
  readonly proof: TeamPage['proof']
  readonly part: Part<{ invoices: Invoice[]; hasMore: boolean }>
}

const liveTicket = (proof: TeamPage['proof'], now: string): string | null =>
  proof !== null && proof.liveUntil !== null && proof.liveUntil > now ? proof.ticket : null

const useInvoices = ({ customerStripeId, part }: InvoicesTabProps) => {
  const client = useTRPCClient()
  const first = part.state === 'read' ? part.value : undefined
  return useMore({
    key: ['more-invoices', customerStripeId],
    first: { rows: first?.invoices ?? NONE, hasMore: first?.hasMore ?? false },
    idOf: rowId,
    read: (startingAfter, signal) =>
      client.subscriptions.moreInvoices.query({ customerStripeId, startingAfter }, { signal }),
  })
}

/** The invoices, newest first; one beside the list with its page and its PDF. */
export const InvoicesTab = (props: InvoicesTabProps) => {
  const { item, go } = usePlace()
  const { now } = useReading()
  const { panel, focus } = usePanelFocus()
  const { rows, hasMore, error, isLoading, load } = useInvoices(props)
  const decimals = decimalsOf(rows.map(({ total }) => total))
  const columns = useMemo(() => invoiceColumns(now, decimals), [now, decimals])
  const chosen = rows.find(({ stripeId }) => stripeId === item)
  return (
    <SidePanel
      label={words.panel}
      onClose={() => go({ item: undefined })}
      panel={
        chosen && (
          <InvoicePanel
            ref={panel}
            invoice={chosen}
            customerStripeId={props.customerStripeId}
            ticket={liveTicket(props.proof, now)}
          />
        )
      }
    >
      <div className={s['list']}>
        <PartView name="invoices" part={props.part}>
          {() => (
            <>
              <DenseTable
                label={team.tabs.invoices}
                rows={rows}
                columns={columns}
                rowId={rowId}
                fileName="invoices"
                hasPageKeys
                activeId={item}
                onActive={(id) => go({ item: id })}
                onOpen={focus}
                empty={<Empty title={words.empty}>{words.emptyNext}</Empty>}
              />
              <ListFoot count={rows.length} hasMore={hasMore} isLoading={isLoading} error={error} onMore={load} />
            </>
          )}
        </PartView>
      </div>
    </SidePanel>
  )
}
