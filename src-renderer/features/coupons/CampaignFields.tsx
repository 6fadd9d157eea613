import type { ListedPrice } from '@countersign/shared/features/coupons'
import { Checkbox, Radio, Select, Textarea, TextInput } from '@mantine/core'
import { currencyCode } from '../../lib/money.ts'
import { campaigns as words } from '../../messages/coupons.ts'
import type { CampaignDraft } from './campaign-draft-rules.ts'
import { MOST } from './draft-rules.ts'
import { CountField } from './WorthFields.tsx'
import s from './Coupons.module.css'

export interface CampaignFieldsProps {
  readonly draft: CampaignDraft
  readonly plans: readonly ListedPrice[]
  readonly onChange: (change: Partial<CampaignDraft>) => void
}

type Part = Pick<CampaignFieldsProps, 'draft' | 'onChange'>

const Text = ({
  label,
  name,
  draft,
  onChange,
}: Part & { readonly label: string; readonly name: keyof CampaignDraft }) => (
  <TextInput
    label={label}
    autoComplete="off"
    value={String(draft[name])}
    onChange={(event) => onChange({ [name]: event.currentTarget.value })}
  />
)

const Off = ({ draft, onChange, plans }: CampaignFieldsProps) => (
  <>
    <Radio.Group
      label={words.kind}
      value={draft.kind}
      onChange={(kind) => onChange({ kind: kind === 'amount' ? 'amount' : 'percent' })}
    >
      <div className={s['choices']}>
        <Radio value="percent" label={words.percent} />
        <Radio value="amount" label={words.amount} />
      </div>
    </Radio.Group>
    <div className={s['pair']}>
      <Text
        label={draft.kind === 'percent' ? words.percent : words.amount}
        name="off"
        draft={draft}
        onChange={onChange}
      />
      <Select
        label={words.currency}
        data={[...new Set([draft.currency, ...plans.map(({ unitAmount }) => unitAmount.currency)])].map((code) => ({
          value: code,
          label: currencyCode(code),
        }))}
        value={draft.currency}
        onChange={(currency) => onChange({ currency: currency ?? draft.currency })}
      />
    </div>
  </>
)

const DURATIONS = ['once', 'repeating', 'forever'] as const

const Duration = ({ draft, onChange }: Part) => (
  <div className={s['pair']}>
    <Select
      label={words.duration}
      data={DURATIONS.map((kind) => ({ value: kind, label: words.durations[kind] }))}
      value={draft.duration}
      onChange={(kind) => onChange({ duration: DURATIONS.find((one) => one === kind) ?? draft.duration })}
    />
    {draft.duration === 'repeating' && (
      <CountField
        label={words.months}
        value={draft.months}
        most={MOST.months}
        onChange={(months) => onChange({ months })}
      />
    )}
  </div>
)

const Products = ({ draft, plans, onChange }: CampaignFieldsProps) => {
  const products = new Map(plans.map(({ productStripeId, productName }) => [productStripeId, productName]))
  return (
    <Checkbox.Group
      label={words.products}
      value={[...draft.productStripeIds]}
      onChange={(productStripeIds) => onChange({ productStripeIds })}
    >
      <div className={s['choices']}>
        {[...products].map(([id, name]) => (
          <Checkbox key={id} value={id} label={name} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

const Bounds = ({ draft, onChange }: Part) => (
  <>
    <div className={s['pair']}>
      <CountField
        label={words.redemptions}
        value={draft.redemptions}
        most={MOST.quantity}
        onChange={(redemptions) => onChange({ redemptions })}
      />
      <TextInput
        type="date"
        label={words.ends}
        value={draft.endsOn}
        onChange={(event) => onChange({ endsOn: event.currentTarget.value })}
      />
    </div>
    <Text label={words.budget} name="budget" draft={draft} onChange={onChange} />
  </>
)

export const CampaignFields = (props: CampaignFieldsProps) => {
  const { draft, onChange } = props
  return (
    <>
      <Text label={words.name} name="name" draft={draft} onChange={onChange} />
      <TextInput
        label={words.partner}
        description={words.partnerHint}
        value={draft.partner}
        onChange={(event) => onChange({ partner: event.currentTarget.value })}
      />
      <Off {...props} />
      <Duration draft={draft} onChange={onChange} />
      <Products {...props} />
      <Bounds draft={draft} onChange={onChange} />
      <Textarea
        label={words.codes}
        description={words.codesHint}
        minRows={2}
        value={draft.codes}
        onChange={(event) => onChange({ codes: event.currentTarget.value })}
      />
      <Textarea
        label={words.words}
        maxLength={1000}
        value={draft.words}
        onChange={(event) => onChange({ words: event.currentTarget.value })}
      />
    </>
  )
}
