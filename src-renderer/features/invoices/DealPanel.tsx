import type { ManualInvoiceLine } from '@countersign/shared/features/invoices'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { Money } from '../../components/Money.tsx'
import { Name } from '../../components/Name.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { invoices as words } from '../../messages/invoices.ts'
import { ChainList } from './Chain.tsx'
import s from './Invoices.module.css'

const { facts: labels } = words

const idFact = (label: string, value: string | null): readonly Fact[] =>
  value === null ? [] : [{ label, value: <CopyId value={value} what={label} /> }]

const factsOf = (deal: ManualInvoiceLine): readonly Fact[] => [
  { label: labels.total, value: <Money value={deal.total} /> },
  ...idFact(labels.team, deal.teamId),
  ...(deal.ticket === null ? [] : [{ label: labels.ticket, value: <Name>{deal.ticket}</Name> }]),
  ...(deal.number === null ? [] : [{ label: labels.number, value: <span className="cs-mono">{deal.number}</span> }]),
  ...(deal.status === null ? [] : [{ label: labels.status, value: deal.status }]),
  ...idFact(labels.stripeId, deal.stripeId),
  ...idFact(labels.customer, deal.customerStripeId),
]

export interface DealPanelProps {
  readonly deal: ManualInvoiceLine
  readonly now: string
}

/** One deal: its chain with who holds what, and the ways on. */
export const DealPanel = ({ deal, now }: DealPanelProps) => {
  const { customerStripeId, teamId: team, ticket } = deal
  return (
    <>
      <h2 className={s['panelTitle']}>
        <Name>{deal.quoteReference}</Name>
      </h2>
      <p className="cs-dim">
        <Name>{deal.customerName}</Name>
      </p>
      <ChainList chain={deal.chain} now={now} />
      <FactList facts={factsOf(deal)} />
      <div className={s['buttons']}>
        <Button kind="primary" onPress={() => (location.hash = deskPaths.invoice(deal.id))}>
          {words.open}
        </Button>
        <Button onPress={() => (location.hash = deskPaths.quotes({ item: deal.quoteId }))}>{words.openQuote}</Button>
        {customerStripeId !== null && (
          <Button kind="quiet" onPress={() => (location.hash = deskPaths.team({ customerStripeId, team, ticket }))}>
            {words.openTeam}
          </Button>
        )}
      </div>
    </>
  )
}
