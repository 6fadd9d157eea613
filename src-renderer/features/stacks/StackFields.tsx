import { Select, Textarea, TextInput } from '@mantine/core'
import type { Subscription } from '@countersign/shared/features/subscriptions'
import { useEffect, useRef } from 'react'
import { readAmount } from '../../lib/amount-text.ts'
import { currencyCode, moneyText } from '../../lib/money.ts'
import { stacks as words } from '../../messages/stacks.ts'
import { readCount, type StackDraft, TYPED } from './draft-rules.ts'
import s from './Stack.module.css'

export interface StackFieldsProps {
  readonly draft: StackDraft
  readonly subscription: Subscription
  readonly subscriptions: readonly Subscription[]
  readonly reasons: readonly { readonly id: string; readonly label: string }[]
  readonly onChange: (change: Partial<StackDraft>) => void
}

const titleOf = ({ items, stripeId }: Subscription): string =>
  `${items.map(({ productName }) => productName).join(', ')} (${stripeId})`

const AmountField = ({ draft, subscription: { currency }, onChange }: StackFieldsProps) => {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const isWrong = readAmount(draft.amount, currency).is === 'wrong'
  return (
    <TextInput
      ref={field}
      label={words.amount}
      description={words.amountHint(currencyCode(currency))}
      inputMode="decimal"
      autoComplete="off"
      value={draft.amount}
      error={isWrong ? words.amountWrong(currencyCode(currency)) : undefined}
      onChange={(event) => onChange({ amount: event.currentTarget.value, invoices: null })}
    />
  )
}

const CountField = (props: { label: string; value: string; onChange: (value: string) => void }) => (
  <TextInput
    label={props.label}
    inputMode="numeric"
    autoComplete="off"
    value={props.value}
    error={readCount(props.value) === null ? words.countWrong : undefined}
    onChange={(event) => props.onChange(event.currentTarget.value)}
  />
)

const ListPriceFields = ({ draft, onChange }: StackFieldsProps) => (
  <div className={s['counts']}>
    <CountField
      label={words.quantity}
      value={draft.quantity}
      onChange={(quantity) => onChange({ quantity, invoices: null })}
    />
    <CountField label={words.share} value={draft.parts} onChange={(parts) => onChange({ parts, invoices: null })} />
    <Select
      label={words.unit}
      data={[
        { value: 'months', label: words.units.months },
        { value: 'days', label: words.units.days },
      ]}
      value={draft.unit}
      onChange={(unit) => onChange({ unit: unit === 'days' ? 'days' : 'months', invoices: null })}
    />
  </div>
)

const sourcesOf = ({ items }: Subscription) => [
  { value: TYPED, label: words.typed },
  ...items.map(({ stripeId, productName, unitAmount, interval }) => ({
    value: stripeId,
    label: `${productName}${unitAmount ? `, ${moneyText(unitAmount)} a ${interval}` : ''}`,
  })),
]

export const StackFields = (props: StackFieldsProps) => {
  const { draft, subscription, subscriptions, reasons, onChange } = props
  return (
    <>
      {subscriptions.length > 1 && (
        <Select
          label={words.subscription}
          data={subscriptions.map((one) => ({ value: one.stripeId, label: titleOf(one) }))}
          value={subscription.stripeId}
          onChange={(id) => id && onChange({ subscriptionStripeId: id, source: TYPED, invoices: null, accepted: [] })}
        />
      )}
      <Select
        label={words.source}
        data={sourcesOf(subscription)}
        value={draft.source}
        onChange={(source) => onChange({ source: source ?? TYPED, invoices: null })}
      />
      {draft.source === TYPED ? <AmountField {...props} /> : <ListPriceFields {...props} />}
      <Select
        label={words.reason}
        data={reasons.map(({ id, label }) => ({ value: id, label }))}
        value={draft.reasonId}
        onChange={(reasonId) => onChange({ reasonId })}
      />
      <TextInput
        label={words.purpose}
        description={words.purposeHint}
        maxLength={60}
        autoComplete="off"
        value={draft.purpose}
        onChange={(event) => onChange({ purpose: event.currentTarget.value })}
      />
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
