import { getRouteApi } from '@tanstack/react-router'
import { PageHead } from '../../components/PageHead.tsx'
import { RequestTable } from '../../features/approvals/RequestTable.tsx'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'

const route = getRouteApi('/approvals')

export const ApprovalsPage = () => {
  usePageTitle(desk.pages.approvals)
  const { show } = route.useSearch()
  return (
    <>
      <PageHead title={desk.pages.approvals} />
      <RequestTable show={show === 'mine' ? 'mine' : 'waiting'} />
    </>
  )
}
