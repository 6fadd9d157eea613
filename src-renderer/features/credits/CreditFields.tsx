import { Select, Textarea, TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { currencyCode } from '../../lib/money.ts'
import { credits as words } from '../../messages/credits.ts'
import type { CreditDraft } from './draft-rules.ts'

export interface CreditFieldsProps {
  readonly draft: CreditDraft
  readonly currency: string
  /** Empty while the customer has none: then the first credit chooses it. */
  readonly currencies: readonly string[]
  readonly reasons: readonly { readonly id: string; readonly label: string }[]
  readonly isWrong: boolean
  readonly onChange: (change: Partial<CreditDraft>) => void
}

export const CreditFields = ({ draft, currency, currencies, reasons, isWrong, onChange }: CreditFieldsProps) => {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <>
      <TextInput
        ref={field}
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
      <Select
        label={words.reason}
        data={reasons.map(({ id, label }) => ({ value: id, label }))}
        value={draft.reasonId}
        onChange={(reasonId) => onChange({ reasonId })}
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
