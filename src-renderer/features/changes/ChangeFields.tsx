import { Select, Textarea } from '@mantine/core'
import type { Offer } from '@countersign/shared/features/subscription-work'
import type { Subscription } from '@countersign/shared/features/subscriptions'
import { changes as words } from '../../messages/changes.ts'
import { type ChangeDraft, modesOf } from './draft-rules.ts'
import { ItemFields } from './ItemFields.tsx'
import { Choice, StopFields } from './StopFields.tsx'

export interface ChangeFieldsProps {
  readonly subscription: Subscription
  readonly subscriptions: readonly Subscription[]
  readonly offers: readonly Offer[]
  readonly draft: ChangeDraft
  readonly onSubscription: (stripeId: string) => void
  readonly onChange: (change: Partial<ChangeDraft>) => void
}

const nameOf = ({ items, madeByHand }: Subscription): string => {
  const plan = items
    .map(({ productName, quantity }) => (quantity === null ? productName : `${productName} × ${quantity}`))
    .join(' + ')
  return madeByHand ? `${plan} (${words.byHand})` : plan
}

/** What shall happen to which subscription. */
export const ChangeFields = (props: ChangeFieldsProps) => {
  const { subscription, subscriptions, offers, draft, onSubscription, onChange } = props
  return (
    <>
      <Select
        label={words.subscription}
        data={subscriptions.map((one) => ({ value: one.stripeId, label: nameOf(one) }))}
        value={subscription.stripeId}
        onChange={(value) => value !== null && onSubscription(value)}
      />
      <Choice
        label={words.what}
        words={words.modes}
        values={modesOf(subscription)}
        value={draft.mode}
        onChange={(mode) => onChange({ mode })}
      />
      {draft.mode === 'change' ? (
        <>
          <ItemFields
            subscription={subscription}
            items={draft.items}
            offers={offers}
            onChange={(items) => onChange({ items })}
          />
          <Choice
            label={words.proration}
            words={words.prorations}
            values={['always_invoice', 'create_prorations', 'none']}
            value={draft.proration}
            onChange={(proration) => onChange({ proration })}
          />
        </>
      ) : (
        <StopFields draft={draft} subscription={subscription} onChange={onChange} />
      )}
      <Textarea
        label={words.words}
        description={words.wordsHint}
        maxLength={1000}
        value={draft.words}
        onChange={(event) => onChange({ words: event.currentTarget.value })}
      />
    </>
  )
}
