import type { TenantPlan } from '@countersign/shared/features/contracts'
import { CONTRACT_KINDS } from '@countersign/shared/features/contracts'
import { Select, Textarea, TextInput } from '@mantine/core'
import { contracts } from '../../messages/contracts.ts'
import { type ContractDraft, kindOf, STATED } from './contract-draft-rules.ts'
import s from './Tenants.module.css'

const { fields: words, kinds } = contracts

interface PartProps {
  readonly draft: ContractDraft
  readonly onChange: (change: Partial<ContractDraft>) => void
}

export interface ContractFieldsProps extends PartProps {
  readonly plans: readonly TenantPlan[]
  /** Whose and under which reference stays what it was agreed on. */
  readonly isChange: boolean
}

interface TextProps extends PartProps {
  readonly name: keyof ContractDraft
  readonly label: string
  readonly hint?: string
  readonly type?: 'text' | 'date'
  readonly isFixed?: boolean
}

const Text = ({ draft, onChange, name, label, hint, type = 'text', isFixed = false }: TextProps) => (
  <TextInput
    type={type}
    label={label}
    autoComplete="off"
    readOnly={isFixed}
    value={draft[name]}
    onChange={(event) => onChange({ [name]: event.currentTarget.value })}
    {...(hint === undefined ? {} : { description: hint })}
  />
)

const Plan = ({ draft, onChange, plans }: ContractFieldsProps) => (
  <>
    <Select
      label={words.plan}
      data={[
        ...plans.map(({ priceStripeId, name }) => ({ value: priceStripeId, label: `${name} (${priceStripeId})` })),
        { value: STATED, label: words.stated },
      ]}
      value={draft.plan === '' ? null : draft.plan}
      onChange={(plan) => onChange({ plan: plan ?? '' })}
    />
    {draft.plan === STATED && (
      <>
        <Text draft={draft} onChange={onChange} name="planName" label={words.planName} />
        <Textarea
          label={words.limits}
          description={words.limitsHint}
          minRows={2}
          autosize
          value={draft.limits}
          onChange={(event) => onChange({ limits: event.currentTarget.value })}
        />
      </>
    )}
  </>
)

const Times = (part: PartProps) => (
  <>
    <div className={s['pair']}>
      <Text {...part} name="startsOn" label={words.starts} type="date" />
      <Text {...part} name="endsOn" label={words.ends} type="date" />
    </div>
    <Text {...part} name="graceDays" label={words.grace} hint={words.graceHint} />
  </>
)

/** Everything that bounds a contract. */
export const ContractFields = (props: ContractFieldsProps) => {
  const { draft, onChange, isChange } = props
  const part = { draft, onChange }
  return (
    <>
      <Text {...part} name="teamId" label={words.team} isFixed={isChange} />
      <Select
        label={words.kind}
        data={CONTRACT_KINDS.map((kind) => ({ value: kind, label: kinds[kind] }))}
        value={draft.kind}
        readOnly={isChange}
        onChange={(kind) => onChange({ kind: kindOf(kind) })}
      />
      <Text {...part} name="reference" label={words.reference} hint={words.referenceHint} isFixed={isChange} />
      <Plan {...props} />
      <Times {...part} />
      <Text {...part} name="support" label={words.support} hint={words.supportHint} />
      {!isChange && (
        <>
          <Text {...part} name="tenantName" label={words.tenantName} hint={words.adminHint} />
          <Text {...part} name="adminEmail" label={words.adminEmail} hint={words.adminHint} />
        </>
      )}
      <Textarea
        label={words.words}
        maxLength={1000}
        value={draft.words}
        onChange={(event) => onChange({ words: event.currentTarget.value })}
      />
    </>
  )
}
