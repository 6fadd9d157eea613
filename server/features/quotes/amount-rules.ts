// Rule: an amount in a file is a decimal in the quote's currency, with no more decimals than the currency has. Separators,
// signs, currency words and floating-point numbers are refused by name: money isn't guessed.

import { currencyDecimals, currencyStep, stepText } from '@countersign/shared/money'

export type ReadDecimal = { readonly amount: number } | { readonly why: string }

const MOST_DIGITS = 12

const wrongShape = (text: string): string => {
  if (/^[-+(−]/.test(text)) return `“${text}” has a sign; an amount has none`
  if (/^\d[\d.,'’ \u00a0\u202f]*$/.test(text))
    return `“${text}” has separators; write digits and at most one point, such as 1280000 or 1200.50`
  if (/\p{L}|\p{Sc}/u.test(text)) return `“${text}” holds more than an amount; the currency has a column of its own`
  return `“${text}” is not an amount`
}

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

/** `1200.5` in USD is 120050; in JPY it is refused. */
export const readDecimal = (text: string, currency: string): ReadDecimal => {
  const match = /^(?<whole>\d+)(?:\.(?<part>\d+))?$/.exec(text)
  if (!match) return { why: wrongShape(shortened(text)) }
  const { whole = '', part = '' } = match.groups ?? {}
  const decimals = currencyDecimals(currency)
  const code = currency.toUpperCase()
  if (part.length > decimals) return { why: `“${shortened(text)}” has more decimals than ${code} has (${decimals})` }
  if (whole.replace(/^0+/, '').length > MOST_DIGITS) return { why: `“${shortened(text)}” is too large` }
  const amount = Number(`${whole}${part.padEnd(decimals, '0')}`)
  if (amount % currencyStep(currency) !== 0) return { why: `“${text}”: Stripe takes only ${stepText(currency)}` }
  return Number.isSafeInteger(amount) ? { amount } : { why: `“${shortened(text)}” is too large` }
}
