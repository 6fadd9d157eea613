import { teamIdSchema } from '@countersign/shared/ids'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { PageHead } from '../../components/PageHead.tsx'
import { LinkForm } from '../../features/links/LinkForm.tsx'
import { useHealth } from '../../features/system/use-health.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { links as words } from '../../messages/links.ts'

const route = getRouteApi('/purchase-link')

/** For a team that Stripe was asked about on this ticket, and doesn't know. */
export const FirstLinkPage = () => {
  usePageTitle(words.title)
  const navigate = useNavigate()
  const { team = '', ticket = null } = route.useSearch()
  const mode = useHealth().data?.health.mode ?? 'TEST'
  const teamId = teamIdSchema.safeParse(team).data
  return (
    <>
      <PageHead
        title={words.title}
        size="lg"
        crumbs={[{ label: desk.pages.verify, href: deskPaths.verify({ team, ticket }) }]}
        lead={words.unknownLead(team)}
      />
      {teamId !== undefined && (
        <LinkForm
          subject={{ kind: 'unknown', teamId }}
          teamId={teamId}
          ticket={ticket}
          currency={null}
          email={null}
          running={0}
          env={mode === 'LIVE' ? 'live' : 'test'}
          onCancel={() => void navigate({ to: '/verify', search: { team, ...(ticket === null ? {} : { ticket }) } })}
        />
      )}
    </>
  )
}
