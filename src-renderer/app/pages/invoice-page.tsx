import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { stepOf } from '../../features/invoices/step-rules.ts'
import { useManualInvoice } from '../../features/invoices/use-manual-invoice.ts'
import { Wizard, type WizardProps } from '../../features/invoices/Wizard.tsx'
import { useHealth } from '../../features/system/use-health.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { wizard as words } from '../../messages/invoice-wizard.ts'

const route = getRouteApi('/invoices/$id')

type Opened = Pick<WizardProps, 'invoice' | 'env' | 'onLeave'> & { readonly step: string | undefined }

/** The step lives in the address. Without one the companion says where to go on; that is asked once, not after each answer. */
const OpenedInvoice = ({ invoice, step, ...rest }: Opened) => {
  const navigate = useNavigate()
  const { id } = invoice
  const [first] = useState(invoice.step)
  return (
    <Wizard
      invoice={invoice}
      step={stepOf(step) ?? first}
      onStep={(next) => void navigate({ to: '/invoices/$id', params: { id }, search: { step: next } })}
      {...rest}
    />
  )
}

/** One invoice by hand, from its quote to what was delivered for it. */
export const InvoicePage = () => {
  const { id } = route.useParams()
  const { step } = route.useSearch()
  const navigate = useNavigate()
  const { data, error, isFetching, refetch } = useManualInvoice(id)
  const mode = useHealth().data?.health.mode ?? 'TEST'
  const leave = () => void navigate({ to: '/invoices', search: { item: id } })
  usePageTitle(data ? words.title(data.quote.reference) : words.wait)
  if (!data) {
    return (
      <>
        <PageHead title={words.wait} size="lg" crumbs={[{ label: desk.pages.invoices, href: deskPaths.invoices() }]} />
        {error ? (
          <FailureProblem
            title={words.reading}
            error={error}
            onRetry={() => void refetch()}
            isRetrying={isFetching}
            actions={<Button onPress={leave}>{words.backToList}</Button>}
          />
        ) : (
          <Skeleton rows={8} />
        )}
      </>
    )
  }
  return <OpenedInvoice key={id} invoice={data} step={step} env={mode === 'LIVE' ? 'live' : 'test'} onLeave={leave} />
}
