import type { Campaign } from '@countersign/shared/features/coupons'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { Meter } from '../../components/Meter.tsx'
import { Name } from '../../components/Name.tsx'
import { Panel } from '../../components/Panel.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { dayText, timeText } from '../../lib/dates.ts'
import { moneyText } from '../../lib/money.ts'
import { countText } from '../../lib/numbers.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { campaigns as words } from '../../messages/coupons.ts'
import { EndCampaign } from './EndCampaign.tsx'
import s from './Coupons.module.css'

const { facts: labels, columns } = words

const Budget = ({ spent, budget, each }: Pick<Campaign, 'spent' | 'budget' | 'each'>) => {
  const text = words.meterText(moneyText(spent), moneyText(budget))
  return (
    <div>
      <div className={s['budget']}>
        <span>{words.meter}</span>
        <span>{text}</span>
        <Meter label={words.meter} used={spent.amount} limit={budget.amount} valueText={text} />
      </div>
      <p className="cs-xs cs-faint">{words.each(moneyText(each))}</p>
    </div>
  )
}

const factsOf = (campaign: Campaign): readonly Fact[] => [
  { label: columns.partner, value: <Name>{campaign.partner ?? words.ownCampaign}</Name> },
  { label: columns.terms, value: campaign.terms },
  { label: columns.sold, value: words.sold(campaign.redemptions, campaign.maxRedemptions) },
  { label: labels.products, value: campaign.products.join(', ') },
  { label: labels.ends, value: dayText(campaign.endsAt) },
  ...(campaign.endedAt === null ? [] : [{ label: labels.ended, value: timeText(campaign.endedAt) }]),
  { label: labels.by, value: <Name>{campaign.createdBy}</Name> },
  { label: labels.coupon, value: <CopyId value={campaign.couponStripeId} what={labels.coupon} /> },
  ...(campaign.checkedAt === null ? [] : [{ label: labels.checked, value: timeText(campaign.checkedAt) }]),
]

/** A campaign with its budget and the sales of each of its codes. */
export const CampaignPanel = ({ campaign }: { readonly campaign: Campaign }) => {
  const [isEnding, setEnding] = useState(false)
  const forbidden = useMissingPermission('approval.ask')
  const { state, codes } = campaign
  return (
    <>
      <h2 className={s['title']}>
        <Name>{campaign.name}</Name>
      </h2>
      <div className={s['tags']}>
        <StateTag tone={state === 'running' ? 'proof' : 'neutral'}>{words.states[state]}</StateTag>
      </div>
      <Budget {...campaign} />
      <Panel title={words.sales}>
        <FactList
          facts={codes.map(({ code, redemptions }) => ({ label: code, value: countText(redemptions) }))}
          labels="long"
        />
      </Panel>
      <FactList facts={factsOf(campaign)} />
      <div className={s['buttons']}>
        <Button
          kind="danger"
          reason={forbidden ?? (state === 'ended' ? words.endedAlready : undefined)}
          onPress={() => setEnding(true)}
        >
          {words.end}
        </Button>
      </div>
      {isEnding && <EndCampaign id={campaign.id} onClose={() => setEnding(false)} />}
    </>
  )
}
