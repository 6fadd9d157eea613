import { PageHead } from '../../components/PageHead.tsx'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'

export const AuditPage = () => {
  usePageTitle(desk.pages.audit)
  return <PageHead title={desk.pages.audit} />
}
