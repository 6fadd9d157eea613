import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { StartInvoice } from '../../features/invoices/StartInvoice.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { wizard } from '../../messages/invoice-wizard.ts'

const route = getRouteApi('/invoices/new')
const words = wizard.start

/** Leads on to the wizard; the way back leads to where one came from, not to a second invoice. */
export const NewInvoicePage = () => {
  usePageTitle(words.title)
  const { quote } = route.useSearch()
  const navigate = useNavigate()
  return (
    <>
      <PageHead title={words.title} size="lg" crumbs={[{ label: desk.pages.invoices, href: deskPaths.invoices() }]} />
      {quote === undefined ? (
        <Empty
          title={words.noQuote}
          actions={<Button onPress={() => (location.hash = deskPaths.quotes())}>{words.toQuotes}</Button>}
        >
          {words.noQuoteNext}
        </Empty>
      ) : (
        <StartInvoice
          key={quote}
          quoteId={quote}
          onStarted={(id) => void navigate({ to: '/invoices/$id', params: { id }, replace: true })}
          onLeave={() => void navigate({ to: '/invoices' })}
        />
      )}
    </>
  )
}
