import { Textarea, TextInput } from '@mantine/core'
import { quoteForm as words } from '../../messages/quotes.ts'
import { codeOf, type QuoteDraft, readWhole } from './draft-rules.ts'
import { LineFields } from './LineFields.tsx'
import s from './Quotes.module.css'

export interface QuoteFieldsProps {
  readonly draft: QuoteDraft
  readonly onChange: (change: Partial<QuoteDraft>) => void
}

type TextName = Exclude<keyof QuoteDraft, 'lines' | 'taxNumbers' | 'note'>

interface TextProps extends QuoteFieldsProps {
  readonly name: TextName
  readonly most?: number
  readonly hint?: string
  readonly placeholder?: string
  readonly type?: 'date'
  readonly error?: string | undefined
}

const Text = ({ draft, onChange, name, most = 200, hint, placeholder, type, error }: TextProps) => (
  <TextInput
    label={words[name]}
    description={hint}
    placeholder={placeholder}
    type={type ?? 'text'}
    autoComplete="off"
    maxLength={most}
    value={draft[name]}
    error={error}
    onChange={(event) => onChange({ [name]: event.currentTarget.value })}
  />
)

const isEmail = (text: string): boolean => text.trim() === '' || /^\S+@\S+\.\S+$/.test(text.trim())
const isCountry = (text: string): boolean => text.trim() === '' || /^[a-z]{2}$/i.test(text.trim())
const isDays = (text: string): boolean => text.trim() === '' || readWhole(text, 0, 365) !== null
const isCurrency = (draft: QuoteDraft): boolean => codeOf(draft) === '' || /^[a-z]{3}$/.test(codeOf(draft))

const Who = (props: QuoteFieldsProps) => (
  <>
    <div className={s['pair']}>
      <Text {...props} name="reference" most={100} />
      <Text {...props} name="source" most={60} placeholder={words.sourceHint} />
    </div>
    <div className={s['pair']}>
      <Text {...props} name="customerName" most={300} />
      <Text
        {...props}
        name="billingEmail"
        most={320}
        error={isEmail(props.draft.billingEmail) ? undefined : words.wrong.email}
      />
    </div>
  </>
)

const Acceptance = (props: QuoteFieldsProps) => (
  <fieldset className={s['group']}>
    <legend>{words.accepted}</legend>
    <div className={s['pair']}>
      <Text {...props} name="acceptedBy" />
      <Text {...props} name="acceptedOn" type="date" />
    </div>
    <div className={s['three']}>
      <Text {...props} name="terms" />
      <Text
        {...props}
        name="daysUntilDue"
        most={3}
        error={isDays(props.draft.daysUntilDue) ? undefined : words.wrong.days}
      />
      <Text {...props} name="currency" most={3} error={isCurrency(props.draft) ? undefined : words.wrong.currency} />
    </div>
  </fieldset>
)

const Address = (props: QuoteFieldsProps) => (
  <fieldset className={s['group']}>
    <legend>{words.address}</legend>
    <div className={s['pair']}>
      <Text {...props} name="line1" />
      <Text {...props} name="line2" />
    </div>
    <div className={s['four']}>
      <Text {...props} name="postalCode" most={30} />
      <Text {...props} name="city" most={100} />
      <Text {...props} name="state" most={100} />
      <Text
        {...props}
        name="country"
        most={2}
        placeholder={words.countryHint}
        error={isCountry(props.draft.country) ? undefined : words.wrong.country}
      />
    </div>
  </fieldset>
)

const More = (props: QuoteFieldsProps) => {
  const { draft, onChange } = props
  return (
    <fieldset className={s['group']}>
      <legend>{words.more}</legend>
      <div className={s['three']}>
        <Text {...props} name="teamId" />
        <Text {...props} name="ticket" />
        <Text {...props} name="purchaseOrder" most={30} />
      </div>
      <div className={s['pair']}>
        <Textarea
          label={words.taxNumbers}
          description={words.taxHint}
          minRows={2}
          value={draft.taxNumbers}
          onChange={(event) => onChange({ taxNumbers: event.currentTarget.value })}
        />
        <Textarea
          label={words.note}
          minRows={3}
          maxLength={2000}
          value={draft.note}
          onChange={(event) => onChange({ note: event.currentTarget.value })}
        />
      </div>
    </fieldset>
  )
}

/** Everything that was accepted, in the order of the paper. */
export const QuoteFields = (props: QuoteFieldsProps) => (
  <>
    <Who {...props} />
    <Acceptance {...props} />
    <LineFields draft={props.draft} onChange={(lines) => props.onChange({ lines })} />
    <Address {...props} />
    <More {...props} />
  </>
)
