import { Select, Textarea, TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { currencyCode } from '../../lib/money.ts'
import { credits as words } from '../../messages/credits.ts'
import { type CreditDraft, type DraftReason, periodOf } from './draft-rules.ts'
import s from './Credits.module.css'

interface DraftProps {
  readonly draft: CreditDraft
  readonly onChange: (change: Partial<CreditDraft>) => void
}

export interface AmountFieldProps extends DraftProps {
  readonly currency: string
  /** Empty while the customer has none: then the first credit chooses it. */
  readonly currencies: readonly string[]
  readonly isWrong: boolean
}

export const AmountField = ({ draft, currency, currencies, isWrong, onChange }: AmountFieldProps) => {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <>
      <TextInput
        ref={field}
        size="lg"
        label={words.amount}
        description={words.amountHint(currencyCode(currency))}
        inputMode="decimal"
        autoComplete="off"
        value={draft.amount}
        error={isWrong ? words.amountWrong(currencyCode(currency)) : undefined}
        onChange={(event) => onChange({ amount: event.currentTarget.value })}
      />
      {currencies.length > 0 && (
        <Select
          label={words.currency}
          data={currencies.map((code) => ({ value: code, label: currencyCode(code) }))}
          value={currency}
          onChange={(value) => onChange({ currency: value ?? currency })}
        />
      )}
    </>
  )
}

const PeriodFields = ({ draft, onChange }: DraftProps) => (
  <div className={s['pair']}>
    <TextInput
      type="date"
      label={words.from}
      value={draft.from}
      onChange={(event) => onChange({ from: event.currentTarget.value })}
    />
    <TextInput
      type="date"
      label={words.to}
      value={draft.to}
      error={periodOf(draft) === 'wrong' ? words.periodWrong : undefined}
      onChange={(event) => onChange({ to: event.currentTarget.value })}
    />
  </div>
)

export interface CreditFieldsProps extends DraftProps {
  readonly reasons: readonly DraftReason[]
  /** What the customer reads where nothing else is written. */
  readonly text: string | undefined
}

export const CreditFields = ({ draft, reasons, text, onChange }: CreditFieldsProps) => (
  <>
    <Select
      label={words.reason}
      data={reasons.map(({ id, label }) => ({ value: id, label }))}
      value={draft.reasonId}
      onChange={(reasonId) => onChange({ reasonId })}
    />
    {reasons.find(({ id }) => id === draft.reasonId)?.needsText && (
      <TextInput
        label={words.reasonWords}
        maxLength={60}
        value={draft.reasonWords}
        onChange={(event) => onChange({ reasonWords: event.currentTarget.value })}
      />
    )}
    <PeriodFields draft={draft} onChange={onChange} />
    <TextInput
      label={words.customerText}
      description={words.customerTextHint}
      placeholder={text}
      maxLength={300}
      value={draft.customerText}
      onChange={(event) => onChange({ customerText: event.currentTarget.value })}
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
