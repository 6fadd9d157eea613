import { useNavigate, useSearch } from '@tanstack/react-router'
import { PageHead } from '../../components/PageHead.tsx'
import { TenantFigures } from '../../features/tenants/TenantFigures.tsx'
import { showOf, TenantsView } from '../../features/tenants/TenantsView.tsx'
import { useTenants } from '../../features/tenants/use-tenants.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { tenants as words } from '../../messages/tenants.ts'
import { useTeamUsage } from './use-team-usage.ts'

export const TenantsPage = () => {
  usePageTitle(desk.pages.tenants)
  const navigate = useNavigate()
  const { show, item } = useSearch({ from: '/tenants' })
  const { tenants } = useTenants(showOf(show))
  const usage = useTeamUsage(tenants.map(({ teamId }) => teamId))
  const go = (search: { show?: string | undefined; item?: string | undefined }) =>
    void navigate({ to: '/tenants', search, replace: true })
  return (
    <>
      <PageHead title={desk.pages.tenants} lead={words.lead} end={<TenantFigures />} />
      <TenantsView
        show={show}
        itemId={item}
        usage={usage}
        onShow={(wanted) => go({ show: wanted })}
        onItem={(id) => go({ show, item: id })}
      />
    </>
  )
}
