import type { Subscription } from '@countersign/shared/features/subscriptions'
import type { Ref } from 'react'
import { FactGroup } from '../../components/FactGroup.tsx'
import { FactList } from '../../components/FactList.tsx'
import { Panel } from '../../components/Panel.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { team } from '../../messages/team.ts'
import { DiscountFacts } from './DiscountFacts.tsx'
import { ItemList } from './ItemList.tsx'
import { MetadataFacts } from './MetadataFacts.tsx'
import { usePlace } from './place.ts'
import { useReading } from './reading.ts'
import { statusTone } from './standing-rules.ts'
import { subscriptionFacts } from './subscription-facts.tsx'
import { planText } from './texts.ts'
import s from './TeamView.module.css'

const words = team.subscription

export interface SubscriptionPanelProps {
  readonly subscription: Subscription
  readonly ref: Ref<HTMLDivElement>
}

/** Everything Stripe knows of one subscription. */
export const SubscriptionPanel = ({ subscription, ref }: SubscriptionPanelProps) => {
  const { now } = useReading()
  const { hrefOf } = usePlace()
  const { status, explanation, madeByHand } = subscription
  return (
    <div ref={ref} tabIndex={-1} className={s['panel']}>
      <Panel
        title={planText(subscription)}
        aside={<StateTag tone={statusTone(status)}>{team.statuses[status].toLowerCase()}</StateTag>}
      >
        <p className={s['sentence']}>
          {explanation}
          {madeByHand && (
            <>
              {' '}
              <StateTag>{team.second.tag}</StateTag> {team.second.why}
            </>
          )}
        </p>
        <FactGroup title={words.items}>
          <ItemList items={subscription.items} />
        </FactGroup>
        <DiscountFacts discounts={subscription.discounts} />
        <FactGroup title={words.panel}>
          <FactList facts={subscriptionFacts(subscription, { now, hrefOf })} />
        </FactGroup>
        <MetadataFacts metadata={subscription.metadata} />
      </Panel>
    </div>
  )
}
