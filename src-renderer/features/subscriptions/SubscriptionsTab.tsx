import type { Subscription } from '@countersign/shared/features/subscriptions'
import { useMemo } from 'react'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { team } from '../../messages/team.ts'
import type { Part } from './part-rules.ts'
import { PartView } from './PartView.tsx'
import { usePlace } from './place.ts'
import { decimalsOf } from './standing-rules.ts'
import { subscriptionColumns } from './subscription-columns.tsx'
import { SubscriptionPanel } from './SubscriptionPanel.tsx'
import { usePanelFocus } from './use-panel-focus.ts'
import s from './TeamView.module.css'

const words = team.subscription
const rowId = ({ stripeId }: Subscription) => stripeId

export interface SubscriptionsTabProps {
  readonly part: Part<readonly Subscription[]>
}

/** Every subscription of the customer, the ended ones too, with everything Stripe knows beside the list. */
export const SubscriptionsTab = ({ part }: SubscriptionsTabProps) => {
  const { item, go } = usePlace()
  const { panel, focus } = usePanelFocus()
  const rows = part.state === 'read' ? part.value : []
  const decimals = decimalsOf(rows.flatMap(({ items }) => items.flatMap(({ amount }) => amount ?? [])))
  const columns = useMemo(() => subscriptionColumns(decimals), [decimals])
  const chosen = rows.find(({ stripeId }) => stripeId === item)
  return (
    <SidePanel
      label={words.panel}
      onClose={() => go({ item: undefined })}
      panel={chosen && <SubscriptionPanel ref={panel} subscription={chosen} />}
    >
      <div className={s['list']}>
        <PartView name="subscriptions" part={part}>
          {(rows) => (
            <DenseTable
              label={team.tabs.subscriptions}
              rows={rows}
              columns={columns}
              rowId={rowId}
              fileName="subscriptions"
              hasPageKeys
              activeId={item}
              onActive={(id) => go({ item: id })}
              onOpen={focus}
              empty={<Empty title={words.empty}>{words.emptyNext}</Empty>}
            />
          )}
        </PartView>
      </div>
    </SidePanel>
  )
}
