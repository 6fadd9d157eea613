import type { ChainLink, ManualInvoiceLine } from '@countersign/shared/features/invoices'
import { Money } from '../../components/Money.tsx'
import { Name } from '../../components/Name.tsx'
import { Panel } from '../../components/Panel.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { invoices as words } from '../../messages/invoices.ts'
import { ChainMark } from './Chain.tsx'
import { useDealsOf } from './use-deals.ts'
import s from './Invoices.module.css'

/** Where it stands: what is stuck or under way; else the last that was done. */
const standingOf = ({ chain }: ManualInvoiceLine): ChainLink | undefined =>
  chain.find(({ state }) => state === 'stuck' || state === 'failed') ??
  chain.find(({ state }) => state === 'open') ??
  chain.findLast(({ state }) => state === 'done')

const AllOfTeam = ({ team }: { readonly team: string }) => (
  <a className="cs-link" href={deskPaths.invoices({ team })}>
    {words.ofTeam}
  </a>
)

export interface TeamDealsProps {
  readonly customerStripeId: string
  readonly now: string
}

/** This customer's deals, each with the link where it stands. Nothing where there is none. */
export const TeamDeals = ({ customerStripeId, now }: TeamDealsProps) => {
  const rows = useDealsOf({ customerStripeId }).data?.rows ?? []
  if (rows.length === 0) return null
  const team = rows[0]?.teamId ?? undefined
  return (
    <Panel title={words.teamPanel} {...(team === undefined ? {} : { aside: <AllOfTeam team={team} /> })}>
      <ul className={s['deals']}>
        {rows.map((deal) => {
          const standing = standingOf(deal)
          return (
            <li key={deal.id}>
              <span className={s['dealLine']}>
                <a className="cs-link" href={deskPaths.invoice(deal.id)}>
                  <Name>{deal.quoteReference}</Name>
                </a>
                <Money value={deal.total} />
              </span>
              {standing && (
                <span className={s['dealLine']}>
                  <span className="cs-dim">{words.links[standing.link]}</span>
                  <ChainMark link={standing} now={now} />
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
