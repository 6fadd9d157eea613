import type { ListedPrice } from '@countersign/shared/features/coupons'
import { Radio, Select, TextInput } from '@mantine/core'
import { coupons as words } from '../../messages/coupons.ts'
import { type CouponDraft, MOST, planChoices, readCount } from './draft-rules.ts'
import s from './Coupons.module.css'

export interface WorthFieldsProps {
  readonly draft: CouponDraft & { readonly quantity: string }
  readonly plans: readonly ListedPrice[]
  readonly onChange: (change: Partial<CouponDraft>) => void
}

interface CountFieldProps {
  readonly label: string
  readonly value: string
  readonly most: number
  readonly onChange: (text: string) => void
}

export const CountField = ({ label, value, most, onChange }: CountFieldProps) => (
  <TextInput
    label={label}
    inputMode="numeric"
    autoComplete="off"
    value={value}
    error={value !== '' && readCount(value, most) === null ? words.countWrong(most) : undefined}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)

const Counts = ({ draft, onChange }: Pick<WorthFieldsProps, 'draft' | 'onChange'>) => {
  const parts = readCount(draft.parts, MOST.days)
  const of = readCount(draft.of, MOST.days)
  const quantity = (
    <CountField
      label={words.quantity}
      value={draft.quantity}
      most={MOST.quantity}
      onChange={(text) => onChange({ quantity: text })}
    />
  )
  if (draft.share === 'months') {
    return (
      <div className={s['row']}>
        {quantity}
        <CountField
          label={words.months}
          value={draft.months}
          most={MOST.months}
          onChange={(text) => onChange({ months: text })}
        />
      </div>
    )
  }
  return (
    <>
      <div className={s['row']}>
        {quantity}
        <CountField
          label={words.parts}
          value={draft.parts}
          most={MOST.days}
          onChange={(text) => onChange({ parts: text })}
        />
        <CountField
          label={words.ofDays}
          value={draft.of}
          most={MOST.days}
          onChange={(text) => onChange({ of: text })}
        />
      </div>
      {parts !== null && of !== null && parts > of && <p className="cs-xs cs-danger">{words.partsWrong}</p>}
    </>
  )
}

/** What the amount is worked out from: a plan of the catalogue, a quantity, months or days. */
export const WorthFields = ({ draft, plans, onChange }: WorthFieldsProps) => (
  <>
    <Select
      label={words.plan}
      description={words.planHint}
      searchable
      data={planChoices(plans)}
      nothingFoundMessage={words.noPlans}
      value={draft.priceStripeId}
      onChange={(priceStripeId) => onChange({ priceStripeId })}
    />
    <Radio.Group
      label={words.share}
      value={draft.share}
      onChange={(share) => onChange({ share: share === 'days' ? 'days' : 'months' })}
    >
      <div className={s['choices']}>
        <Radio value="months" label={words.months} />
        <Radio value="days" label={words.days} />
      </div>
    </Radio.Group>
    <Counts draft={draft} onChange={onChange} />
  </>
)
