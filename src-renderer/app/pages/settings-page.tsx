import { PageHead } from '../../components/PageHead.tsx'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'

export const SettingsPage = () => {
  usePageTitle(desk.pages.settings)
  return <PageHead title={desk.pages.settings} />
}
