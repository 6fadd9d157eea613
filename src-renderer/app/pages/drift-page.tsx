import { useNavigate, useSearch } from '@tanstack/react-router'
import { PageHead } from '../../components/PageHead.tsx'
import { DriftFigures } from '../../features/drift/DriftFigures.tsx'
import { type DriftPlace, DriftView } from '../../features/drift/DriftView.tsx'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { drift as words } from '../../messages/drift.ts'

export const DriftPage = () => {
  usePageTitle(desk.pages.drift)
  const navigate = useNavigate()
  const { show, kind, item } = useSearch({ from: '/drift' })
  const place: DriftPlace = { show, kind, itemId: item }
  const go = ({ itemId, ...to }: DriftPlace) =>
    void navigate({ to: '/drift', search: { ...to, item: itemId }, replace: true })
  return (
    <>
      <PageHead title={desk.pages.drift} lead={words.lead} end={<DriftFigures />} />
      <DriftView {...place} onPlace={(change) => go({ ...place, ...change })} />
    </>
  )
}
