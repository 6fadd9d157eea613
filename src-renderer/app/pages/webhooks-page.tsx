import { useNavigate, useSearch } from '@tanstack/react-router'
import { PageHead } from '../../components/PageHead.tsx'
import { Freshness } from '../../features/webhooks/Freshness.tsx'
import { InboxView } from '../../features/webhooks/InboxView.tsx'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { webhooks as words } from '../../messages/webhooks.ts'

export const WebhooksPage = () => {
  usePageTitle(desk.pages.webhooks)
  const navigate = useNavigate()
  const { show, item } = useSearch({ from: '/webhooks' })
  const go = (search: { show?: string | undefined; item?: string | undefined }) =>
    void navigate({ to: '/webhooks', search, replace: true })
  return (
    <>
      <PageHead title={desk.pages.webhooks} lead={words.lead} end={<Freshness />} />
      <InboxView
        show={show}
        itemId={item}
        onShow={(wanted) => go({ show: wanted })}
        onItem={(id) => go({ show, item: id })}
      />
    </>
  )
}
