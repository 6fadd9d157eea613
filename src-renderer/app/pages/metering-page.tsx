import { useNavigate, useSearch } from '@tanstack/react-router'
import { PageHead } from '../../components/PageHead.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { KeysView } from '../../features/metering/KeysView.tsx'
import { LimitsView } from '../../features/metering/LimitsView.tsx'
import { MeteringFigures } from '../../features/metering/MeteringFigures.tsx'
import { MetersView } from '../../features/metering/MetersView.tsx'
import { useMeteringSetup } from '../../features/metering/use-metering.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { metering as words } from '../../messages/metering.ts'

const TABS = ['counts', 'limits', 'keys'] as const

interface Search {
  readonly tab?: string | undefined
  readonly show?: string | undefined
  readonly team?: string | undefined
  readonly item?: string | undefined
}

export const MeteringPage = () => {
  usePageTitle(desk.pages.metering)
  const navigate = useNavigate()
  const { tab, show, team, item } = useSearch({ from: '/metering' })
  const { data: setup } = useMeteringSetup()
  const shown = TABS.find((one) => one === tab) ?? 'counts'
  const go = (search: Search) => void navigate({ to: '/metering', search, replace: true })
  const counts: Partial<Record<string, number | undefined>> = { keys: setup?.credentials }
  return (
    <>
      <PageHead title={desk.pages.metering} lead={words.lead} end={<MeteringFigures />} hasTabs />
      <Tabs
        label={words.tabs.label}
        tabs={TABS.map((id) => ({ id, label: words.tabs[id], count: counts[id] }))}
        value={shown}
        onChange={(id) => go({ tab: id === 'counts' ? undefined : id })}
      >
        {shown === 'counts' && (
          <MetersView
            show={show}
            team={team}
            itemId={item}
            onShow={(wanted) => go({ show: wanted, team })}
            onTeam={(wanted) => go({ show, team: wanted === '' ? undefined : wanted })}
            onItem={(id) => go({ show, team, item: id })}
          />
        )}
        {shown === 'limits' && <LimitsView />}
        {shown === 'keys' && <KeysView itemId={item} onItem={(id) => go({ tab, item: id })} />}
      </Tabs>
    </>
  )
}
