import { TextInput } from '@mantine/core'
import { readAmount } from '../../lib/amount-text.ts'
import { currencyCode } from '../../lib/money.ts'
import { policy as words } from '../../messages/policy.ts'
import type { AmountTexts } from './draft-rules.ts'

export interface AmountCellsProps {
  /** What the row is about, said before each currency. */
  readonly label: string
  readonly currencies: readonly string[]
  readonly texts: AmountTexts
  readonly isLocked: boolean
  readonly onChange: (texts: AmountTexts) => void
}

/** One field per currency; empty stands for nothing in it. */
export const AmountCells = ({ label, currencies, texts, isLocked, onChange }: AmountCellsProps) =>
  currencies.map((currency) => {
    const text = texts[currency] ?? ''
    return (
      <td key={currency}>
        <TextInput
          aria-label={words.cell(label, currencyCode(currency))}
          size="xs"
          inputMode="decimal"
          autoComplete="off"
          readOnly={isLocked}
          value={text}
          error={readAmount(text, currency).is === 'wrong' ? words.amountWrong : undefined}
          onChange={(event) => onChange({ ...texts, [currency]: event.currentTarget.value })}
        />
      </td>
    )
  })
