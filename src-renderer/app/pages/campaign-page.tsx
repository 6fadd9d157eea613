import { useNavigate } from '@tanstack/react-router'
import { PageHead } from '../../components/PageHead.tsx'
import { CampaignForm } from '../../features/coupons/CampaignForm.tsx'
import { useHealth } from '../../features/system/use-health.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { campaigns as words } from '../../messages/coupons.ts'
import { desk } from '../../messages/desk.ts'

export const CampaignPage = () => {
  usePageTitle(words.title)
  const navigate = useNavigate()
  const mode = useHealth().data?.health.mode ?? 'TEST'
  return (
    <>
      <PageHead title={words.title} size="lg" crumbs={[{ label: desk.pages.coupons, href: deskPaths.coupons() }]} />
      <CampaignForm
        env={mode === 'LIVE' ? 'live' : 'test'}
        onAsked={(id) => void navigate({ to: '/approvals', search: { item: id, show: 'mine' } })}
        onCancel={() => void navigate({ to: '/coupons', search: { tab: 'campaigns' } })}
      />
    </>
  )
}
