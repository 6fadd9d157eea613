import { getRouteApi } from '@tanstack/react-router'
import { FilePlus, Upload } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { ImportDialog } from '../../features/quotes/ImportDialog.tsx'
import { QuotesView } from '../../features/quotes/QuotesView.tsx'
import { useRunningImport } from '../../features/quotes/use-import.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { quoteImport, quotes as words } from '../../messages/quotes.ts'
import { goTo } from '../use-desk-keys.ts'

const route = getRouteApi('/quotes')

/** Stands in the address while the dialog is open; else the import that it follows. */
const CHOOSING = 'new'

interface StepsProps {
  readonly onImport: () => void
  /** The same steps again in an empty list have no keys of their own. */
  readonly hasKeys?: boolean
}

const Steps = ({ onImport, hasKeys = false }: StepsProps) => {
  const reason = useMissingPermission('invoice.manage')
  return (
    <>
      <Button icon={Upload} reason={reason} onPress={onImport} {...(hasKeys ? { keys: 'm' } : {})}>
        {words.importFile}
      </Button>
      <Button
        kind="primary"
        icon={FilePlus}
        reason={reason}
        onPress={() => goTo(deskPaths.newQuote())}
        {...(hasKeys ? { keys: 'n' } : {})}
      >
        {words.record}
      </Button>
    </>
  )
}

/** Filters, the chosen quote and the import live in the address: the way back leads to the same place. */
export const QuotesPage = () => {
  usePageTitle(desk.pages.quotes)
  const { item, import: importing, ...search } = route.useSearch()
  const navigate = route.useNavigate()
  const mayImport = useMissingPermission('invoice.manage') === undefined
  const running = useRunningImport(mayImport && importing === undefined)
  const show = (id: string | undefined) => void navigate({ search: (now) => ({ ...now, import: id }), replace: true })
  const steps = { onImport: () => show(CHOOSING) }
  return (
    <>
      <PageHead title={desk.pages.quotes} lead={words.lead} end={<Steps {...steps} hasKeys />} />
      {running !== undefined && (
        <Notice
          isLive
          actions={
            <Button size="sm" onPress={() => show(running)}>
              {quoteImport.show}
            </Button>
          }
        >
          {quoteImport.unfinished}
        </Notice>
      )}
      <QuotesView
        search={search}
        itemId={item}
        onSearch={(next) => void navigate({ search: next, replace: true })}
        onItem={(id) => void navigate({ search: (now) => ({ ...now, item: id }), replace: true })}
        onEdit={(id) => goTo(deskPaths.editQuote(id))}
        onInvoice={(id) => goTo(deskPaths.newInvoice(id))}
        firstSteps={<Steps {...steps} />}
      />
      {importing !== undefined && mayImport && (
        <ImportDialog
          runId={importing === CHOOSING ? undefined : importing}
          onRun={(id) => show(id ?? CHOOSING)}
          onClose={() => show(undefined)}
        />
      )}
    </>
  )
}
