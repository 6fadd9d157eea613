import { currencyDecimals, currencyStep, type Money } from '@countersign/shared/money'

export type ReadAmount =
  | { readonly is: 'amount'; readonly money: Money }
  | { readonly is: 'empty' }
  | { readonly is: 'wrong' }

/**
 * What somebody typed as an amount of this currency: `1,234.50`, `1234.5`, `40`. More decimals than the currency has, a
 * sign, and a comma where the decimals stand are wrong, never rounded: money isn't guessed.
 */
export const readAmount = (text: string, currency: string): ReadAmount => {
  const trimmed = text.trim()
  if (trimmed === '') return { is: 'empty' }
  const match = /^(?<whole>\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(?<part>\d+))?$/.exec(trimmed)
  const decimals = currencyDecimals(currency)
  const part = match?.groups?.['part'] ?? ''
  if (!match || part.length > decimals) return { is: 'wrong' }
  const whole = (match.groups?.['whole'] ?? '').replaceAll(',', '')
  const amount = Number(`${whole}${part.padEnd(decimals, '0')}`)
  return Number.isSafeInteger(amount) ? { is: 'amount', money: { amount, currency } } : { is: 'wrong' }
}

/** What Stripe takes this currency in steps of, where the amount isn't a whole number of them; else null. */
export const missedStep = ({ amount, currency }: Money): Money | null => {
  const step = currencyStep(currency)
  return amount % step === 0 ? null : { amount: step, currency }
}
