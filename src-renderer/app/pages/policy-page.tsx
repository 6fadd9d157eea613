import { useNavigate } from '@tanstack/react-router'
import { PolicyView } from '../../features/policy/PolicyView.tsx'
import { useHealth } from '../../features/system/use-health.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'

export const PolicyPage = () => {
  usePageTitle(desk.pages.policy)
  const navigate = useNavigate()
  const mode = useHealth().data?.health.mode ?? 'TEST'
  return (
    <PolicyView
      title={desk.pages.policy}
      env={mode === 'LIVE' ? 'live' : 'test'}
      onAsked={(id) => void navigate({ to: '/approvals', search: { item: id } })}
    />
  )
}
