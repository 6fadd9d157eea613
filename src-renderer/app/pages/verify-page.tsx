import { PageHead } from '../../components/PageHead.tsx'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'

export const VerifyPage = () => {
  usePageTitle(desk.pages.verify)
  return <PageHead title={desk.pages.verify} />
}
