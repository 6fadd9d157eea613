import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { PageHead } from '../../components/PageHead.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { ForecastView } from '../../features/licenses/ForecastView.tsx'
import { LicensesView } from '../../features/licenses/LicensesView.tsx'
import { ReleasesView } from '../../features/licenses/ReleasesView.tsx'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { licenses as words } from '../../messages/licenses.ts'

const route = getRouteApi('/licenses')

const TABS = ['licenses', 'forecast', 'releases'] as const
type Tab = (typeof TABS)[number]

/** Licenses, what stops next, and the register of releases. */
export const LicensesPage = () => {
  usePageTitle(desk.pages.licenses)
  const navigate = useNavigate()
  const { tab: wanted, show, text } = route.useSearch()
  const tab: Tab = TABS.find((one) => one === wanted) ?? 'licenses'
  const go = (search: { tab?: string | undefined; show?: string | undefined; text?: string | undefined }) =>
    void navigate({ to: '/licenses', search, replace: true })
  return (
    <>
      <PageHead title={desk.pages.licenses} lead={words.lead} hasTabs />
      <Tabs
        label={words.tabsLabel}
        tabs={TABS.map((id) => ({ id, label: words.tabs[id] }))}
        value={tab}
        onChange={(id) => go({ tab: id === 'licenses' ? undefined : id })}
      >
        {tab === 'licenses' && (
          <LicensesView
            show={show}
            text={text ?? ''}
            onShow={(next) => go({ show: next, text })}
            onText={(next) => go({ show, text: next === '' ? undefined : next })}
            onAsked={(id) => void navigate({ to: '/approvals', search: { item: id, show: 'mine' } })}
          />
        )}
        {tab === 'forecast' && <ForecastView />}
        {tab === 'releases' && <ReleasesView />}
      </Tabs>
    </>
  )
}
