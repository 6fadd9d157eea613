import type { HelpResult } from '@countersign/shared/features/billing-edits'
import type { Invoice } from '@countersign/shared/features/subscriptions'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CreditCard, Send } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { FactGroup } from '../../components/FactGroup.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { invoiceHelp as words } from '../../messages/billing.ts'
import s from './TeamView.module.css'

export interface InvoiceHelpProps {
  readonly invoice: Invoice
  readonly customerStripeId: string
  /** The ticket that the team is proven for; null: nothing can be asked. */
  readonly ticket: string | null
}

const TONES: Readonly<Record<HelpResult['outcome'], 'proof' | 'money' | 'danger'>> = {
  sent: 'proof',
  paid: 'proof',
  'not-paid': 'money',
  refused: 'danger',
  unknown: 'money',
}

/** Stripe mails only invoices that are sent rather than charged; those alone have a day on which they are due. */
const unsendable = ({ status, dueAt }: Invoice): string | undefined => {
  if (status !== 'open' && status !== 'paid') return words.notSent
  return dueAt === null ? words.notMailed : undefined
}

const useHelp = ({ invoice, customerStripeId, ticket }: InvoiceHelpProps) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { requestKey, renew } = useRequestKey()
  // What nobody can tell keeps its key: the same click again finds out.
  const onSuccess = ({ outcome }: HelpResult) => {
    if (outcome !== 'unknown') renew()
    return queryClient.invalidateQueries(trpc.subscriptions.teamPage.pathFilter())
  }
  const resend = useMutation(trpc.subscriptions.resendInvoice.mutationOptions({ onSuccess }))
  const retry = useMutation(trpc.subscriptions.retryPayment.mutationOptions({ onSuccess }))
  const asked = { customerStripeId, ticket: ticket ?? '', invoiceStripeId: invoice.stripeId, requestKey }
  return {
    isBusy: resend.isPending || retry.isPending,
    result: retry.data ?? resend.data,
    error: retry.error ?? resend.error,
    onResend: () => {
      retry.reset()
      resend.mutate(asked)
    },
    onRetry: () => {
      resend.reset()
      retry.mutate(asked)
    },
  }
}

/** Small help: not approved, but logged; it tells what Stripe answered and nothing more. */
export const InvoiceHelp = (props: InvoiceHelpProps) => {
  const { status } = props.invoice
  const { isBusy, result, error, onResend, onRetry } = useHelp(props)
  const forbidden = useMissingPermission('approval.ask')
  const reason = forbidden ?? (props.ticket === null ? words.noProof : undefined)
  return (
    <FactGroup title={words.title}>
      <div className={s['help']}>
        <div className={s['buttons']}>
          <Button size="sm" icon={Send} isBusy={isBusy} reason={reason ?? unsendable(props.invoice)} onPress={onResend}>
            {words.resend}
          </Button>
          <Button
            size="sm"
            icon={CreditCard}
            isBusy={isBusy}
            reason={reason ?? (status === 'open' ? undefined : words.notOpen)}
            onPress={onRetry}
          >
            {words.retry}
          </Button>
        </div>
        {result && (
          <Notice tone={TONES[result.outcome]} title={words.outcomes[result.outcome]} isLive>
            {result.text}
          </Notice>
        )}
        {error && <FailureProblem title={words.failed} error={error} />}
      </div>
    </FactGroup>
  )
}
