import type { Money } from '@countersign/shared/money'
import { FactList } from '../../components/FactList.tsx'
import { Panel } from '../../components/Panel.tsx'
import { credits as words } from '../../messages/credits.ts'

export interface StripeCallProps {
  readonly customerStripeId: string
  /** As Stripe signs it: below zero is credit. */
  readonly amount: Money
  /** The names of what is written into its metadata. */
  readonly metadata: string
}

/** The one call that all this comes to, as Stripe will get it. */
export const StripeCall = ({ customerStripeId, amount, metadata }: StripeCallProps) => (
  <Panel title={words.call.title}>
    <FactList
      facts={[
        { label: words.call.what, value: words.call.create },
        { label: words.call.customer, value: <code>{customerStripeId}</code> },
        { label: words.call.amount, value: <code>{`${amount.amount} ${amount.currency}`}</code> },
        { label: words.call.metadata, value: metadata },
        { label: words.call.repeats, value: words.call.never },
      ]}
    />
  </Panel>
)
