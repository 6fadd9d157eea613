import type { Receivables } from '@countersign/shared/features/receivables'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { RotateCw, X } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { ReceivablesView } from '../../features/receivables/ReceivablesView.tsx'
import { useCancelRefresh, useReceivables, useRefresh } from '../../features/receivables/use-receivables.ts'
import { clockText } from '../../lib/dates.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useNow } from '../../lib/use-now.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { receivables as words } from '../../messages/receivables.ts'

const leadOf = ({ rows, asOf }: Receivables): string => {
  if (asOf === null) return words.never
  const late = rows.filter(({ daysLate }) => daysLate > 0).length
  return `${words.lead(rows.length, late)} ${words.asOf(clockText(asOf, 'seconds'))}`
}

const Reading = ({ known }: { readonly known: Receivables }) => {
  const refresh = useRefresh()
  const cancel = useCancelRefresh()
  const reason = useMissingPermission('invoice.manage')
  const { state, read } = known.refresh
  if (state === 'running' || state === 'waiting') {
    return (
      <>
        <span className="cs-dim">{words.reading(read)}</span>
        <Button kind="quiet" icon={X} reason={reason} isBusy={cancel.isPending} onPress={() => cancel.mutate()}>
          {words.stopReading}
        </Button>
      </>
    )
  }
  return (
    <Button icon={RotateCw} isBusy={refresh.isPending} onPress={() => refresh.mutate()}>
      {words.refresh}
    </Button>
  )
}

const Troubles = ({ known: { refresh } }: { readonly known: Receivables }) => {
  if (refresh.state === 'failed') {
    return (
      <Notice tone="money" title={words.refreshFailed} isLive>
        {refresh.failure}
      </Notice>
    )
  }
  return refresh.state === 'cancelled' ? <Notice>{words.refreshCancelled}</Notice> : null
}

export const ReceivablesPage = () => {
  usePageTitle(desk.pages.receivables)
  const now = useNow()
  const navigate = useNavigate()
  const { show, item } = useSearch({ from: '/receivables' })
  const { data, error, refetch, isFetching } = useReceivables()
  const go = (search: { show?: string | undefined; item?: string | undefined }) =>
    void navigate({ to: '/receivables', search: { show, item, ...search }, replace: true })
  return (
    <>
      <PageHead title={desk.pages.receivables} lead={data && leadOf(data)} end={data && <Reading known={data} />} />
      {error && (
        <FailureProblem title={words.notRead} error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
      )}
      {data && <Troubles known={data} />}
      {!data && !error && <Skeleton rows={8} />}
      {data && (
        <ReceivablesView
          known={data}
          now={now}
          show={show}
          itemId={item}
          onShow={(id) => go({ show: id, item: undefined })}
          onItem={(id) => go({ item: id })}
          onClose={(invoiceStripeId, kind) =>
            void navigate({ to: '/receivables/close/$invoiceStripeId', params: { invoiceStripeId }, search: { kind } })
          }
          onStatement={(customerStripeId) =>
            void navigate({ to: '/receivables/statement/$customerStripeId', params: { customerStripeId } })
          }
        />
      )}
    </>
  )
}
