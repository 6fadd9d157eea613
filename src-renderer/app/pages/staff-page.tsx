import { PageHead } from '../../components/PageHead.tsx'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'

export const StaffPage = () => {
  usePageTitle(desk.pages.staff)
  return <PageHead title={desk.pages.staff} />
}
