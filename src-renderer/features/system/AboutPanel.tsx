import { useQuery } from '@tanstack/react-query'
import { FactList, type Fact } from '../../components/FactList.tsx'
import { Panel } from '../../components/Panel.tsx'
import { timeText } from '../../lib/dates.ts'
import { desktop } from '../../lib/desktop.ts'
import { settings } from '../../messages/settings.ts'
import type { MeasuredHealth } from './health-checks.ts'
import { useHealth } from './use-health.ts'

const { about: words } = settings

const companionFacts = ({ health: { companion, database, stripe } }: MeasuredHealth): readonly Fact[] => [
  {
    label: words.companion,
    value: `${companion.version}, ${words.place[companion.isEmbedded ? 'embedded' : 'hosted']}`,
  },
  { label: words.replica, value: <span className="cs-mono">{companion.replica}</span> },
  { label: words.started, value: timeText(companion.startedAt) },
  { label: words.database, value: database.kind },
  { label: words.stripe, value: <span className="cs-mono">{stripe.host}</span> },
]

/** What runs where, for whoever is asked "which version?". */
export const AboutPanel = () => {
  const health = useHealth()
  const about = useQuery({
    queryKey: ['desktop', 'about'],
    queryFn: () => desktop?.ask('app.about') ?? null,
    enabled: desktop !== null,
    staleTime: Infinity,
  })
  const deskFacts: readonly Fact[] = about.data
    ? [
        { label: words.desk, value: `${about.data.name} ${about.data.version}` },
        {
          label: words.platform,
          value: `${about.data.platform}, Electron ${about.data.electron}, Node ${about.data.node}`,
        },
      ]
    : [{ label: words.browser, value: navigator.userAgent }]
  return (
    <Panel title={words.title}>
      <FactList facts={[...deskFacts, ...(health.data ? companionFacts(health.data) : [])]} />
    </Panel>
  )
}
