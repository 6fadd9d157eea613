import type { ManualInvoiceLine } from '@countersign/shared/features/invoices'
import { Money } from '../../components/Money.tsx'
import { Name } from '../../components/Name.tsx'
import { Panel } from '../../components/Panel.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useNow } from '../../lib/use-now.ts'
import { invoices as words } from '../../messages/invoices.ts'
import { ChainLine } from './Chain.tsx'
import s from './Invoices.module.css'

export interface DealListProps {
  readonly title: string
  readonly rows: readonly ManualInvoiceLine[]
  /** The one that the page is about. */
  readonly shownId?: string
}

const Which = ({ deal: { id, quoteReference, number }, isShown }: { deal: ManualInvoiceLine; isShown: boolean }) => (
  <span className={s['which']}>
    {isShown ? (
      <b>
        <Name>{quoteReference}</Name>
      </b>
    ) : (
      <a className="cs-link" href={deskPaths.invoice(id)}>
        <Name>{quoteReference}</Name>
      </a>
    )}
    <span className="cs-mono cs-dim">{number ?? `…${id.slice(-6)}`}</span>
  </span>
)

/** Deals under each other, each along its chain. */
export const DealList = ({ title, rows, shownId }: DealListProps) => {
  const now = useNow()
  const stuck = rows.filter(({ isStuck }) => isStuck).length
  return (
    <Panel
      title={title}
      isFlush
      {...(stuck === 0 ? {} : { aside: <span className="cs-money">{words.stuckCount(stuck)}</span> })}
    >
      <ul>
        {rows.map((deal) => (
          <li key={deal.id} className={s['deal']} data-shown={deal.id === shownId || undefined}>
            <span className={s['dealHead']}>
              <Which deal={deal} isShown={deal.id === shownId} />
              <Money value={deal.total} />
            </span>
            <ChainLine chain={deal.chain} now={now} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
