import type { TeamPage } from '@countersign/shared/features/subscriptions'
import type { ReactNode } from 'react'
import { RotateCw } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { ObjectColumns } from '../../components/ObjectColumns.tsx'
import { Tabs, type Tab } from '../../components/Tabs.tsx'
import { ageText, timeText } from '../../lib/dates.ts'
import { team as words } from '../../messages/team.ts'
import { timeline } from '../../messages/timeline.ts'
import { BalanceTab } from './BalanceTab.tsx'
import { InvoicesTab } from './InvoicesTab.tsx'
import { isBare, oldestAnswer, valueOf } from './part-rules.ts'
import { usePlace, type TeamTab } from './place.ts'
import { useReading } from './reading.ts'
import { SubscriptionsTab } from './SubscriptionsTab.tsx'
import { SupportPromise } from './SupportPromise.tsx'
import { TeamActions } from './TeamActions.tsx'
import { TeamFacts } from './TeamFacts.tsx'
import { TeamHead } from './TeamHead.tsx'
import { TeamTimeline } from './TeamTimeline.tsx'
import type { TeamAction } from './use-team-actions.ts'
import s from './TeamView.module.css'

interface PageTab {
  readonly count: number | undefined
  readonly content: ReactNode
}

export interface TeamViewProps {
  readonly page: TeamPage
  readonly actions: readonly TeamAction[]
  /** Belongs to the tickets, which the page reads apart. */
  readonly tickets: PageTab
  /** So do the credits. */
  readonly credits: PageTab
  /** What is asked for or under way for this customer. */
  readonly requests: ReactNode
}

/** A count is shown only where all of it was read. */
const tabsOf = ({ page, tickets, credits }: TeamViewProps): readonly Tab<TeamTab>[] => {
  const invoices = valueOf(page.invoices)
  const balance = valueOf(page.balance)
  return [
    { id: 'overview', label: words.tabs.overview },
    { id: 'subscriptions', label: words.tabs.subscriptions, count: valueOf(page.subscriptions)?.length },
    {
      id: 'invoices',
      label: words.tabs.invoices,
      count: invoices?.hasMore === false ? invoices.invoices.length : undefined,
    },
    {
      id: 'balance',
      label: words.tabs.balance,
      count: balance?.hasMore === false ? balance.entries.length : undefined,
    },
    { id: 'credits', label: words.tabs.credits, count: credits.count },
    { id: 'tickets', label: words.tabs.tickets, count: tickets.count },
  ]
}

/** How old what is shown is, and the key to ask again. */
const Age = ({ page }: { readonly page: TeamPage }) => {
  const { now, onRefresh, isRefreshing } = useReading()
  const oldest = oldestAnswer(page)
  return (
    <span className={s['age']}>
      {oldest &&
        (oldest.isKept ? (
          <span className="cs-money">{words.keptAge(timeText(oldest.asOf))}</span>
        ) : (
          words.age(ageText(oldest.asOf, now))
        ))}
      <Button kind="quiet" size="sm" icon={RotateCw} keys="r" isBusy={isRefreshing} onPress={onRefresh}>
        {words.refresh}
      </Button>
    </span>
  )
}

/** A customer with nothing: why, and the next action. */
const Bare = ({ actions }: Pick<TeamViewProps, 'actions'>) => (
  <Empty
    title={words.nothing.title}
    actions={actions
      .filter(({ group }) => group === 'here')
      .map(({ id, label, reason, run }) => (
        <Button key={id} reason={reason} onPress={run}>
          {label}
        </Button>
      ))}
  >
    {words.nothing.text}
  </Empty>
)

const Overview = ({ page, actions, requests }: Pick<TeamViewProps, 'page' | 'actions' | 'requests'>) => (
  <ObjectColumns
    facts={{ label: words.facts.region, content: <TeamFacts page={page} /> }}
    main={{ label: timeline.name, content: isBare(page) ? <Bare actions={actions} /> : <TeamTimeline page={page} /> }}
    actions={{ label: words.actions.region, content: <TeamActions actions={actions} /> }}
    actionsFoot={
      <>
        {requests}
        {page.supportPriority !== null && <SupportPromise subscriptions={valueOf(page.subscriptions) ?? []} />}
      </>
    }
  />
)

const Shown = ({ page, actions, tickets, credits, requests }: TeamViewProps) => {
  const { tab } = usePlace()
  const { customerStripeId } = page
  if (tab === 'subscriptions') return <SubscriptionsTab part={page.subscriptions} />
  if (tab === 'invoices')
    return <InvoicesTab customerStripeId={customerStripeId} proof={page.proof} part={page.invoices} />
  if (tab === 'balance') return <BalanceTab customerStripeId={customerStripeId} part={page.balance} />
  if (tab === 'credits') return credits.content
  return tab === 'tickets' ? tickets.content : <Overview page={page} actions={actions} requests={requests} />
}

/** The team: head, tabs, and what the tab shows. */
export const TeamView = (props: TeamViewProps) => {
  const { page } = props
  const { tab, go } = usePlace()
  return (
    <>
      <TeamHead page={page} />
      <Tabs
        label={words.tabsName}
        tabs={tabsOf(props)}
        value={tab}
        onChange={(id) => go({ tab: id, item: undefined })}
        end={<Age page={page} />}
      >
        <Shown {...props} />
      </Tabs>
    </>
  )
}
