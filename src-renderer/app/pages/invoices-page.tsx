import { INVOICE_FILTERS } from '@countersign/shared/features/invoice-work'
import { getRouteApi } from '@tanstack/react-router'
import { FilePlus2 } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { DealsView } from '../../features/invoices/DealsView.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { invoices as words } from '../../messages/invoices.ts'

const route = getRouteApi('/invoices')

/** Filter, team and chosen row live in the address: the way back leads to the same place. */
export const InvoicesPage = () => {
  usePageTitle(desk.pages.invoices)
  const { show, item, team } = route.useSearch()
  const navigate = route.useNavigate()
  const reason = useMissingPermission('invoice.manage')
  return (
    <>
      <PageHead
        title={desk.pages.invoices}
        lead={words.lead}
        end={
          <Button icon={FilePlus2} reason={reason} onPress={() => (location.hash = deskPaths.quotes())}>
            {words.fromQuote}
          </Button>
        }
      />
      <DealsView
        filter={INVOICE_FILTERS.find((filter) => filter === show) ?? (team === undefined ? 'open' : 'all')}
        teamId={team}
        itemId={item}
        onFilter={(filter) => void navigate({ search: { show: filter, team }, replace: true })}
        onAllTeams={() => void navigate({ search: { show }, replace: true })}
        onItem={(id) => void navigate({ search: (now) => ({ ...now, item: id }), replace: true })}
        onOpen={(id) => void navigate({ to: '/invoices/$id', params: { id } })}
      />
    </>
  )
}
