import { dayOf, toIso, YEAR_MS } from '@countersign/shared/times'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { StatementTools } from '../../features/receivables/StatementTools.tsx'
import { StatementView } from '../../features/receivables/StatementView.tsx'
import { useStatement } from '../../features/receivables/use-receivables.ts'
import { companionNow } from '../../lib/companion-clock.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { receivables } from '../../messages/receivables.ts'

const route = getRouteApi('/receivables/statement/$customerStripeId')
const words = receivables.statements

/** The year up to today, unless the address says otherwise. */
const yearUpTo = (now: string) => ({ from: dayOf(toIso(Date.parse(now) - YEAR_MS)), to: dayOf(now) })

export const StatementPage = () => {
  usePageTitle(words.title)
  const navigate = useNavigate()
  const { customerStripeId } = route.useParams()
  const search = route.useSearch()
  const [usual] = useState(() => yearUpTo(companionNow()))
  const span = { from: search.from ?? usual.from, to: search.to ?? usual.to }
  const { data, error, refetch, isFetching } = useStatement({ customerStripeId, ...span })
  return (
    <>
      <PageHead
        title={words.title}
        size="lg"
        crumbs={[{ label: receivables.form.back, href: deskPaths.receivables() }]}
        end={
          <StatementTools
            span={span}
            statement={data}
            onSpan={(days) =>
              void navigate({
                to: '/receivables/statement/$customerStripeId',
                params: { customerStripeId },
                search: days,
                replace: true,
              })
            }
          />
        }
      />
      {error && (
        <FailureProblem title={words.notRead} error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
      )}
      {!data && isFetching && <Skeleton rows={8} />}
      {data && <StatementView statement={data} />}
    </>
  )
}
