import type { Subscription } from '@countersign/shared/features/subscriptions'
import { Radio, Select } from '@mantine/core'
import { coupons as words } from '../../messages/coupons.ts'
import { type CouponDraft, MOST } from './draft-rules.ts'
import { CountField } from './WorthFields.tsx'
import s from './Coupons.module.css'

export interface HandOverFieldsProps {
  readonly draft: CouponDraft
  readonly subscriptions: readonly Subscription[]
  readonly onChange: (change: Partial<CouponDraft>) => void
}

const nameOf = ({ items, stripeId }: Subscription): string =>
  `${items.map(({ productName }) => productName).join(', ')}, ${stripeId}`

/** A code or a subscription, never both. */
export const HandOverFields = ({ draft, subscriptions, onChange }: HandOverFieldsProps) => (
  <>
    <Radio.Group
      label={words.handOver}
      value={draft.handOver}
      onChange={(way) => onChange({ handOver: way === 'applied' ? 'applied' : 'code' })}
    >
      <div className={s['choices']}>
        <Radio value="code" label={words.asCode} />
        <Radio
          value="applied"
          label={words.asApplied}
          disabled={subscriptions.length === 0}
          {...(subscriptions.length === 0 ? { description: words.appliedNone } : {})}
        />
      </div>
    </Radio.Group>
    {draft.handOver === 'code' ? (
      <CountField
        label={words.validDays}
        value={draft.validDays}
        most={MOST.validDays}
        onChange={(validDays) => onChange({ validDays })}
      />
    ) : (
      <Select
        label={words.subscription}
        data={subscriptions.map((one) => ({ value: one.stripeId, label: nameOf(one) }))}
        value={draft.subscriptionStripeId}
        onChange={(subscriptionStripeId) => onChange({ subscriptionStripeId })}
      />
    )}
  </>
)
