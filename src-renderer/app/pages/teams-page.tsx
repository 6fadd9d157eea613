import { PageHead } from '../../components/PageHead.tsx'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'

export const TeamsPage = () => {
  usePageTitle(desk.pages.teams)
  return <PageHead title={desk.pages.teams} />
}
