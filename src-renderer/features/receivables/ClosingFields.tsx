import { CREDIT_NOTE_REASONS, type InvoiceFacts, type InvoiceWish } from '@countersign/shared/features/receivables'
import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { readAmount } from '../../lib/amount-text.ts'
import { currencyCode, moneyText } from '../../lib/money.ts'
import { receivables } from '../../messages/receivables.ts'
import { type ClosingDraft, mostCredited } from './closing-draft-rules.ts'

const words = receivables.form

export interface ClosingFieldsProps {
  readonly kind: InvoiceWish['kind']
  readonly facts: InvoiceFacts
  readonly draft: ClosingDraft
  readonly onChange: (part: Partial<ClosingDraft>) => void
}

const PaymentFields = ({ draft, onChange }: ClosingFieldsProps) => (
  <>
    <TextInput
      label={words.reference}
      description={words.referenceHint}
      maxLength={200}
      value={draft.reference}
      onChange={(event) => onChange({ reference: event.currentTarget.value })}
    />
    <TextInput
      type="date"
      label={words.paidOn}
      value={draft.paidOn}
      onChange={(event) => onChange({ paidOn: event.currentTarget.value })}
    />
  </>
)

const PaidPart = ({ draft, onChange }: ClosingFieldsProps) => (
  <NativeSelect
    label={words.paidPart}
    value={draft.paidPart}
    data={(['balance', 'out-of-band'] as const).map((value) => ({ value, label: words.paidParts[value] }))}
    onChange={({ currentTarget: { value } }) =>
      onChange({ paidPart: value === 'out-of-band' ? 'out-of-band' : 'balance' })
    }
  />
)

const CreditFields = (props: ClosingFieldsProps) => {
  const { draft, facts, onChange } = props
  const { currency } = facts.total
  const isWrong = readAmount(draft.amount, currency).is === 'wrong'
  return (
    <>
      <TextInput
        size="lg"
        label={`${words.amount}, ${currencyCode(currency)}`}
        description={words.amountHint(moneyText(mostCredited(facts)))}
        inputMode="decimal"
        autoComplete="off"
        value={draft.amount}
        error={isWrong ? words.amountWrong(currencyCode(currency)) : undefined}
        onChange={(event) => onChange({ amount: event.currentTarget.value })}
      />
      <NativeSelect
        label={words.reason}
        value={draft.reason}
        data={CREDIT_NOTE_REASONS.map((value) => ({ value, label: words.reasons[value] }))}
        onChange={({ currentTarget: { value } }) =>
          onChange({ reason: CREDIT_NOTE_REASONS.find((one) => one === value) ?? draft.reason })
        }
      />
      {facts.status === 'paid' && <PaidPart {...props} />}
      <TextInput
        label={words.memo}
        maxLength={500}
        value={draft.memo}
        onChange={(event) => onChange({ memo: event.currentTarget.value })}
      />
    </>
  )
}

/** What each kind has to know, and always why. */
export const ClosingFields = (props: ClosingFieldsProps) => (
  <>
    {props.kind === 'invoice.paid-out-of-band' && <PaymentFields {...props} />}
    {props.kind === 'invoice.credit-note' && <CreditFields {...props} />}
    <Textarea
      label={words.words}
      description={words.wordsHint}
      maxLength={1000}
      value={props.draft.words}
      onChange={(event) => props.onChange({ words: event.currentTarget.value })}
    />
  </>
)
