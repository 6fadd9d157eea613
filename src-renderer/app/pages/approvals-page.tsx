import { getRouteApi } from '@tanstack/react-router'
import { ApprovalsView } from '../../features/approvals/ApprovalsView.tsx'
import { VIEWS, type View } from '../../features/approvals/list-rules.ts'
import { useConfirmPerson } from '../../features/session/use-confirm-person.tsx'
import { useHealth } from '../../features/system/use-health.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'

const route = getRouteApi('/approvals')

const viewOf = (text: string | undefined): View => VIEWS.find((view) => view === text) ?? 'you'

export const ApprovalsPage = () => {
  usePageTitle(desk.pages.approvals)
  const { item, show } = route.useSearch()
  const navigate = route.useNavigate()
  const { confirm, dialog } = useConfirmPerson()
  const mode = useHealth().data?.health.mode ?? 'TEST'
  return (
    <>
      <ApprovalsView
        title={desk.pages.approvals}
        view={viewOf(show)}
        itemId={item}
        env={mode === 'LIVE' ? 'live' : 'test'}
        confirm={confirm}
        onView={(view) => void navigate({ search: { show: view }, replace: true })}
        onItem={(id) => void navigate({ search: (now) => ({ ...now, item: id }), replace: true })}
      />
      {dialog}
    </>
  )
}
