import { Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import type { BillingStanding } from '@countersign/shared/features/billing-edits'
import { billing as words } from '../../messages/billing.ts'
import type { BillingFieldsProps } from './IdentityFields.tsx'
import s from './Billing.module.css'

/** What metadata can be edited on, beside the customer. */
export interface MetadataHolder {
  readonly stripeId: string
  readonly plan: string
}

export interface MoreFieldsProps extends BillingFieldsProps {
  readonly standing: BillingStanding
  readonly holders: readonly MetadataHolder[]
}

const CUSTOMER = 'customer'
const TAX_TYPES = Object.entries(words.taxTypes).map(([value, label]) => ({ value, label }))

const TaxFields = ({ draft, standing, onChange }: MoreFieldsProps) => {
  const toggle = (id: string, isGone: boolean) =>
    onChange({ removed: isGone ? [...draft.removed, id] : draft.removed.filter((one) => one !== id) })
  return (
    <fieldset className={s['group']}>
      <legend>{words.taxIds}</legend>
      <div className={s['checks']}>
        {standing.taxIds.length === 0 && <span className="cs-dim">{words.noTaxIds}</span>}
        {standing.taxIds.map(({ stripeId, value }) => (
          <Checkbox
            key={stripeId}
            label={words.remove(value)}
            checked={draft.removed.includes(stripeId)}
            onChange={(event) => toggle(stripeId, event.currentTarget.checked)}
          />
        ))}
      </div>
      <div className={s['pair']}>
        <Select
          label={words.taxType}
          data={TAX_TYPES}
          value={draft.taxType}
          onChange={(taxType) => taxType !== null && onChange({ taxType })}
        />
        <TextInput
          label={words.newTaxId}
          placeholder={words.newTaxIdHint}
          autoComplete="off"
          maxLength={100}
          value={draft.taxValue}
          onChange={(event) => onChange({ taxValue: event.currentTarget.value })}
        />
      </div>
    </fieldset>
  )
}

const MetadataFields = ({ draft, holders, onChange }: MoreFieldsProps) => (
  <fieldset className={s['group']}>
    <legend>{words.metadata}</legend>
    <Select
      label={words.metadataOn}
      data={[
        { value: CUSTOMER, label: words.customer },
        ...holders.map(({ stripeId, plan }) => ({ value: stripeId, label: words.subscriptionOf(plan) })),
      ]}
      value={draft.metadataOn ?? CUSTOMER}
      onChange={(value) => onChange({ metadataOn: value === CUSTOMER ? null : value })}
    />
    <div className={s['pair']}>
      <TextInput
        label={words.key}
        description={words.keyHint}
        autoComplete="off"
        maxLength={40}
        value={draft.metadataKey}
        onChange={(event) => onChange({ metadataKey: event.currentTarget.value })}
      />
      <TextInput
        label={words.value}
        description={words.valueHint}
        autoComplete="off"
        maxLength={500}
        value={draft.metadataValue}
        onChange={(event) => onChange({ metadataValue: event.currentTarget.value })}
      />
    </div>
  </fieldset>
)

/** Tax ids, metadata, and the sentence for the approver. */
export const MoreFields = (props: MoreFieldsProps) => {
  const { draft, onChange } = props
  return (
    <>
      <TaxFields {...props} />
      <MetadataFields {...props} />
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
