import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { PageHead } from '../../components/PageHead.tsx'
import { CouponForm } from '../../features/coupons/CouponForm.tsx'
import { useHealth } from '../../features/system/use-health.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { coupons as words } from '../../messages/coupons.ts'
import { desk } from '../../messages/desk.ts'

const route = getRouteApi('/shared-code')

/** For a team that Stripe was asked about on this ticket, and doesn't know. */
export const SharedCodePage = () => {
  usePageTitle(words.sharedTitle)
  const trpc = useTRPC()
  const navigate = useNavigate()
  const { team = '', ticket = null } = route.useSearch()
  const reasons = useQuery(trpc.policy.versions.queryOptions()).data?.[0]?.document.creditReasons ?? []
  const mode = useHealth().data?.health.mode ?? 'TEST'
  return (
    <>
      <PageHead
        title={words.sharedTitle}
        size="lg"
        crumbs={[{ label: desk.pages.verify, href: deskPaths.verify({ team, ticket }) }]}
        lead={words.sharedLead(team)}
      />
      <CouponForm
        subject={{ kind: 'unknown', teamId: team }}
        ticket={team === '' ? null : ticket}
        currency={null}
        reasons={reasons}
        env={mode === 'LIVE' ? 'live' : 'test'}
        onAsked={(id) => void navigate({ to: '/approvals', search: { item: id, show: 'mine' } })}
        onCancel={() => void navigate({ to: '/verify', search: { team, ...(ticket === null ? {} : { ticket }) } })}
      />
    </>
  )
}
