import type { Env } from '../../components/EnvTag.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { billing as words } from '../../messages/billing.ts'
import { BillingForm } from './BillingForm.tsx'
import type { MetadataHolder } from './MoreFields.tsx'
import { useBilling } from './use-billing.ts'

export interface BillingEditProps {
  readonly customerStripeId: string
  /** The ticket that the team is proven for; null: nothing can be asked. */
  readonly ticket: string | null
  readonly holders: readonly MetadataHolder[]
  readonly env: Env
  readonly onAsked: (requestId: string) => void
  readonly onCancel: () => void
}

/** Reads who is billed, then lets it be edited. */
export const BillingEdit = ({ ticket, ...props }: BillingEditProps) => {
  const { data, error, refetch, isFetching } = useBilling(props.customerStripeId, ticket)
  if (ticket === null) return <Empty title={words.title}>{words.noProof}</Empty>
  if (data) return <BillingForm {...props} ticket={ticket} standing={data} />
  if (!error) return <Skeleton rows={8} />
  return (
    <FailureProblem title={words.readFailed} error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
  )
}
