import { useNavigate, useSearch } from '@tanstack/react-router'
import { Megaphone, RotateCw } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { CampaignsView } from '../../features/coupons/CampaignsView.tsx'
import { LiabilityView } from '../../features/coupons/LiabilityView.tsx'
import { useCampaigns, useLiability, useRefresh } from '../../features/coupons/use-liability.ts'
import { ageText } from '../../lib/dates.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useNow } from '../../lib/use-now.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { campaigns, coupons as words } from '../../messages/coupons.ts'
import { desk } from '../../messages/desk.ts'

const HeadButtons = () => {
  const navigate = useNavigate()
  const reason = useMissingPermission('approval.ask')
  const refresh = useRefresh()
  return (
    <>
      <Button icon={RotateCw} isBusy={refresh.isPending} reason={reason} onPress={() => refresh.mutate()}>
        {words.page.refresh}
      </Button>
      <Button icon={Megaphone} reason={reason} onPress={() => void navigate({ to: '/coupons/campaign' })}>
        {campaigns.create}
      </Button>
      {refresh.error && <FailureProblem title={words.page.reading} error={refresh.error} />}
    </>
  )
}

export const CouponsPage = () => {
  usePageTitle(desk.pages.coupons)
  const now = useNow()
  const navigate = useNavigate()
  const { tab, item, show } = useSearch({ from: '/coupons' })
  const owed = useLiability().data
  const running = useCampaigns().data?.filter(({ state }) => state === 'running').length
  const shown = tab === 'campaigns' ? 'campaigns' : 'owed'
  const go = (search: { tab?: string | undefined; item?: string | undefined; show?: string | undefined }) =>
    void navigate({ to: '/coupons', search: { tab, show, ...search }, replace: true })
  const asOf = owed?.asOf ?? null
  return (
    <>
      <PageHead title={desk.pages.coupons} lead={words.page.lead} end={<HeadButtons />} hasTabs />
      <Tabs
        label={words.page.tabs}
        tabs={[
          { id: 'owed', label: words.page.owed, count: owed?.grants.length },
          { id: 'campaigns', label: words.page.campaigns, count: running },
        ]}
        value={shown}
        onChange={(id) => go({ tab: id === 'owed' ? undefined : id, item: undefined, show: undefined })}
        {...(asOf === null ? {} : { end: words.page.asOf(ageText(asOf, now)) })}
      >
        {shown === 'owed' ? (
          <LiabilityView
            mark={show}
            itemId={item}
            onMark={(mark) => go({ show: mark, item: undefined })}
            onItem={(id) => go({ item: id })}
          />
        ) : (
          <CampaignsView itemId={item} onItem={(id) => go({ item: id })} />
        )}
      </Tabs>
    </>
  )
}
