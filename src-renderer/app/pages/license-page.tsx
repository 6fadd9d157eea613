import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { STATE_TONES } from '../../features/licenses/license-columns.tsx'
import { LicenseView } from '../../features/licenses/LicenseView.tsx'
import { useLicense } from '../../features/licenses/use-licenses.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { licenses as words } from '../../messages/licenses.ts'

const route = getRouteApi('/licenses/$id')

/** One license. */
export const LicensePage = () => {
  const { id } = route.useParams()
  const navigate = useNavigate()
  const { data, error, refetch, isFetching } = useLicense(id)
  const title = data ? `${data.plan}, ${data.customerName ?? data.teamId}` : desk.pages.licenses
  usePageTitle(title)
  return (
    <>
      <PageHead title={title} size="lg" crumbs={[{ label: desk.pages.licenses, href: deskPaths.licenses() }]}>
        {data && (
          <>
            <StateTag tone={STATE_TONES[data.state]}>{words.states[data.state]}</StateTag> {data.reason}
          </>
        )}
      </PageHead>
      {error !== null && (
        <FailureProblem title={words.oneNotRead} error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
      )}
      {!data && error === null && <Skeleton rows={8} />}
      {data && (
        <LicenseView
          key={id}
          license={data}
          onAsked={(request) => void navigate({ to: '/approvals', search: { item: request, show: 'mine' } })}
        />
      )}
    </>
  )
}
