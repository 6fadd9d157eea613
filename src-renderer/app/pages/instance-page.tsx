import type { Why } from '@countersign/shared/features/license-desk'
import { getRouteApi } from '@tanstack/react-router'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { KeyFigures } from '../../components/KeyFigures.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { WhyView } from '../../features/licenses/WhyView.tsx'
import { useWhy } from '../../features/licenses/use-licenses.ts'
import { ageText, leftText, timeText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useNow } from '../../lib/use-now.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { licenses } from '../../messages/licenses.ts'

const words = licenses.why
const route = getRouteApi('/instances/$id')

const titleOf = ({ instance: { name, standing } }: Why): string =>
  standing === 'running' ? words.titleRuns(name) : words.title(name)

const Figures = ({ why: { instance, isLocked, locksAt } }: { readonly why: Why }) => {
  const now = useNow()
  return (
    <KeyFigures
      figures={[
        {
          id: 'lock',
          label: isLocked ? words.lockedFor : words.locksIn,
          value: isLocked ? ageText(locksAt, now) : (leftText(locksAt, now) ?? words.nothing),
          tone: isLocked ? 'danger' : 'neutral',
          title: timeText(locksAt),
        },
        { id: 'seen', label: words.lastCheck, value: timeText(instance.lastSeenAt) },
      ]}
    />
  )
}

/** Why an instance stopped, or how it stands. */
export const InstancePage = () => {
  const { id } = route.useParams()
  const { data, error, refetch, isFetching } = useWhy(id)
  const title = data ? titleOf(data) : desk.pages.licenses
  usePageTitle(title)
  const crumbs = data
    ? [
        { label: desk.pages.licenses, href: deskPaths.licenses() },
        { label: `${data.license.plan}, ${data.license.teamId}`, href: deskPaths.license(data.license.id) },
      ]
    : [{ label: desk.pages.licenses, href: deskPaths.licenses() }]
  return (
    <>
      <PageHead title={title} size="lg" crumbs={crumbs} {...(data ? { end: <Figures why={data} /> } : {})} />
      {error !== null && (
        <FailureProblem title={words.notRead} error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
      )}
      {!data && error === null && <Skeleton rows={8} />}
      {data && <WhyView key={id} why={data} />}
    </>
  )
}
