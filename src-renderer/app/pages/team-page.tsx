import { PageHead } from '../../components/PageHead.tsx'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'

export const TeamPage = () => {
  usePageTitle(desk.pages.team)
  return <PageHead title={desk.pages.team} />
}
