import { type InvoiceFacts, invoiceWishSchema, type InvoiceWish } from '@countersign/shared/features/receivables'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { ClosingForm } from '../../features/receivables/ClosingForm.tsx'
import { useInvoice } from '../../features/receivables/use-closing.ts'
import { useHealth } from '../../features/system/use-health.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { receivables as words } from '../../messages/receivables.ts'

const route = getRouteApi('/receivables/close/$invoiceStripeId')

const KINDS = invoiceWishSchema.options.map(({ shape }) => shape.kind.value)

const kindOf = (text: string | undefined): InvoiceWish['kind'] => KINDS.find((kind) => kind === text) ?? 'invoice.void'

const nameOf = ({ number, customerName }: InvoiceFacts): string =>
  [number, customerName].filter((part) => part !== null).join(', ')

const isOver = ({ status }: InvoiceFacts, kind: InvoiceWish['kind']): boolean =>
  status !== 'open' && !(kind === 'invoice.credit-note' && status === 'paid')

interface OpenedProps {
  readonly invoiceStripeId: string
  readonly kind: InvoiceWish['kind']
  readonly facts: InvoiceFacts
}

const Opened = ({ invoiceStripeId, kind, facts }: OpenedProps) => {
  const navigate = useNavigate()
  const mode = useHealth().data?.health.mode ?? 'TEST'
  if (isOver(facts, kind)) return <Empty title={words.form.gone} />
  return (
    <ClosingForm
      key={`${invoiceStripeId} ${kind}`}
      invoiceStripeId={invoiceStripeId}
      kind={kind}
      facts={facts}
      env={mode === 'LIVE' ? 'live' : 'test'}
      onAsked={(id) => void navigate({ to: '/approvals', search: { item: id, show: 'mine' } })}
      onCancel={() => void navigate({ to: '/receivables', search: { item: invoiceStripeId } })}
    />
  )
}

export const ClosingPage = () => {
  const { invoiceStripeId } = route.useParams()
  const kind = kindOf(route.useSearch().kind)
  const { title } = words.acts[kind]
  usePageTitle(title)
  const { data, error, refetch, isFetching } = useInvoice(invoiceStripeId)
  return (
    <>
      <PageHead
        title={title}
        size="lg"
        crumbs={[{ label: words.form.back, href: deskPaths.receivables() }]}
        lead={data && nameOf(data)}
      />
      {error && <FailureProblem title={title} error={error} onRetry={() => void refetch()} isRetrying={isFetching} />}
      {!data && !error && <Skeleton rows={6} />}
      {data && <Opened invoiceStripeId={invoiceStripeId} kind={kind} facts={data} />}
    </>
  )
}
