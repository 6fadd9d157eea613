import type { ManualInvoiceLine } from '@countersign/shared/features/invoices'
import { Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { failureOf } from '../../lib/failure.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { DealList } from './DealList.tsx'
import { useDealsOf } from './use-deals.ts'
import { useRefreshInvoices } from './use-manual-invoice.ts'
import s from './Wizard.module.css'

const words = wizard.start
const FEWEST = 3
const NONE: readonly ManualInvoiceLine[] = []

export interface StartInvoiceProps {
  readonly quoteId: string
  readonly onStarted: (id: string) => void
  readonly onLeave: () => void
}

const useStart = ({ onStarted }: StartInvoiceProps) => {
  const refresh = useRefreshInvoices()
  return useMutation(
    useTRPC().invoices.start.mutationOptions({
      onSuccess: async ({ id }) => {
        await refresh()
        onStarted(id)
      },
    }),
  )
}

interface AgainProps extends StartInvoiceProps {
  readonly start: ReturnType<typeof useStart>
}

/** A second invoice of the same quote: what there is already, then a reason. */
const Again = ({ quoteId, onLeave, start }: AgainProps) => {
  const [reason, setReason] = useState('')
  const known = useDealsOf({ quoteId })
  const unready = reason.trim().length < FEWEST ? words.noReason : undefined
  return (
    <>
      <Notice tone="money" title={words.again} isLive>
        {words.againText}
      </Notice>
      <DealList title={words.known} rows={known.data?.rows ?? NONE} />
      <Textarea
        label={words.reason}
        description={words.reasonHint}
        autosize
        minRows={2}
        maxLength={500}
        dir="auto"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={s['buttons']}>
        <Button
          kind="primary"
          size="lg"
          keys="mod+enter"
          reason={unready}
          isBusy={start.isPending}
          onPress={() => start.mutate({ quoteId, repeat: { reason: reason.trim() } })}
        >
          {words.second}
        </Button>
        <Button kind="quiet" size="lg" keys="esc" onPress={onLeave}>
          {wizard.backToList}
        </Button>
      </div>
    </>
  )
}

/** Begins at once where the quote has no invoice yet; else it says what there is and asks why. */
export const StartInvoice = (props: StartInvoiceProps) => {
  const { quoteId } = props
  const start = useStart(props)
  const [isRepeated, setRepeated] = useState(false)
  const asked = useRef<string>(null)
  const { mutate, error } = start
  useEffect(() => {
    if (asked.current === quoteId) return
    asked.current = quoteId
    mutate({ quoteId }, { onError: (refusal) => setRepeated(failureOf(refusal).code === 'INVOICE_REPEATED') })
  }, [quoteId, mutate])
  const isRefusal = error !== null && failureOf(error).code === 'INVOICE_REPEATED'
  return (
    <div className={s['start']}>
      {error && !isRefusal && (
        <FailureProblem
          title={words.failed}
          error={error}
          money={{ moved: 'none' }}
          onRetry={() => mutate(start.variables ?? { quoteId })}
          isRetrying={start.isPending}
        />
      )}
      {isRepeated && <Again {...props} start={start} />}
      {!isRepeated && start.isPending && <Skeleton label={words.starting} rows={4} />}
    </div>
  )
}
