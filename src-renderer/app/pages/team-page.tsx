import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { PlaceContext, type TeamPlace, laneOf, tabOf } from '../../features/subscriptions/place.ts'
import { valueOf } from '../../features/subscriptions/part-rules.ts'
import { ReadingContext } from '../../features/subscriptions/reading.ts'
import { customerText } from '../../features/subscriptions/texts.ts'
import { useTeamPage } from '../../features/subscriptions/use-team-page.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { failureOf } from '../../lib/failure.ts'
import { useNow } from '../../lib/use-now.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { team as words } from '../../messages/team.ts'
import { OpenedTeam } from './team-opened.tsx'
import s from './team-page.module.css'

const route = getRouteApi('/teams/$customerStripeId')

/** Tab, chosen row and filter live in the address: a link opens the page as it was. */
const useTeamPlace = (): TeamPlace => {
  const { customerStripeId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return useMemo(
    () => ({
      tab: tabOf(search.tab),
      item: search.item,
      lane: laneOf(search.show),
      go: ({ tab, lane, ...rest }) =>
        void navigate({
          search: (now) => ({
            ...now,
            ...(tab === undefined ? {} : { tab: tab === 'overview' ? undefined : tab }),
            ...(lane === undefined ? {} : { show: lane === 'all' ? undefined : lane }),
            ...rest,
          }),
          // Moving along a list must not fill the way back.
          replace: tab === undefined,
        }),
      hrefOf: ({ tab, item }) =>
        deskPaths.team({ customerStripeId, team: search.team, ticket: search.ticket, tab, ...(item ? { item } : {}) }),
    }),
    [customerStripeId, search, navigate],
  )
}

interface NotOpenedProps {
  readonly error: unknown
  readonly isRetrying: boolean
  readonly onRetry: () => void
}

/** Asking again finds no customer that isn't there; searching may. */
const NotOpened = ({ error, isRetrying, onRetry }: NotOpenedProps) => {
  const navigate = useNavigate()
  const isThere = failureOf(error).code !== 'NOT_FOUND'
  return (
    <FailureProblem
      title={words.part.page}
      error={error}
      isRetrying={isRetrying}
      {...(isThere ? { onRetry } : {})}
      actions={<Button onPress={() => void navigate({ to: '/teams' })}>{words.part.toTeams}</Button>}
    />
  )
}

/** Everything about one team that a ticket needs. */
export const TeamPage = () => {
  const { customerStripeId } = route.useParams()
  const { team, ticket } = route.useSearch()
  const place = useTeamPlace()
  const now = useNow()
  const opened = useTeamPage({ customerStripeId, team, ticket })
  const { refetch, isFetching, data, error } = opened
  const reading = useMemo(
    () => ({ now, onRefresh: () => void refetch(), isRefreshing: isFetching }),
    [now, refetch, isFetching],
  )
  usePageTitle(data ? customerText(valueOf(data.customer), customerStripeId) : desk.pages.team)
  if (!data) {
    return (
      <div className={s['wait']}>
        {error ? (
          <NotOpened error={error} isRetrying={isFetching} onRetry={reading.onRefresh} />
        ) : (
          <Skeleton rows={8} />
        )}
      </div>
    )
  }
  return (
    <ReadingContext value={reading}>
      <PlaceContext value={place}>
        <OpenedTeam key={customerStripeId} page={data} ticket={ticket} error={error} />
      </PlaceContext>
    </ReadingContext>
  )
}
