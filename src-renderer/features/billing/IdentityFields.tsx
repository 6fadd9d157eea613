import { TextInput } from '@mantine/core'
import { billing as words } from '../../messages/billing.ts'
import { type BillingDraft, isCountry, isEmail } from './draft-rules.ts'
import s from './Billing.module.css'

export interface BillingFieldsProps {
  readonly draft: BillingDraft
  readonly onChange: (change: Partial<BillingDraft>) => void
}

type TextName = 'name' | 'line1' | 'line2' | 'postalCode' | 'city' | 'state'

const TextField = ({ draft, onChange, name }: BillingFieldsProps & { readonly name: TextName }) => (
  <TextInput
    label={words[name]}
    autoComplete="off"
    maxLength={200}
    value={draft[name]}
    onChange={(event) => onChange({ [name]: event.currentTarget.value })}
  />
)

/** Name, e-mail and address. */
export const IdentityFields = (props: BillingFieldsProps) => {
  const { draft, onChange } = props
  return (
    <>
      <TextField {...props} name="name" />
      <TextInput
        label={words.email}
        description={words.emailHint}
        autoComplete="off"
        value={draft.email}
        error={draft.email.trim() === '' || isEmail(draft.email) ? undefined : words.emailWrong}
        onChange={(event) => onChange({ email: event.currentTarget.value })}
      />
      <fieldset className={s['group']}>
        <legend>{words.address}</legend>
        <TextField {...props} name="line1" />
        <TextField {...props} name="line2" />
        <div className={s['short']}>
          <TextField {...props} name="postalCode" />
          <TextField {...props} name="city" />
        </div>
        <div className={s['pair']}>
          <TextField {...props} name="state" />
          <TextInput
            label={words.country}
            placeholder={words.countryHint}
            autoComplete="off"
            maxLength={2}
            value={draft.country}
            error={isCountry(draft.country) ? undefined : words.countryWrong}
            onChange={(event) => onChange({ country: event.currentTarget.value.toUpperCase() })}
          />
        </div>
      </fieldset>
    </>
  )
}
