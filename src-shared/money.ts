import { z } from 'zod'

/** An amount in minor units (cents, yen, fils) of an ISO 4217 currency, lower case as Stripe writes it. */
export interface Money {
  readonly amount: number
  readonly currency: string
}

export const currencySchema = z.string().regex(/^[a-z]{3}$/, 'three lower-case letters')
export const moneySchema = z.object({ amount: z.number().int().safe(), currency: currencySchema })

// Stripe's own table, not Intl's: the two disagree on HUF, ISK, UGX and others.
// https://docs.stripe.com/currencies#zero-decimal
const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '))

/** How many decimals Stripe's minor unit of this currency has: 0, 2 or 3. */
export const currencyDecimals = (currency: string): 0 | 2 | 3 => {
  if (ZERO_DECIMAL.has(currency)) return 0
  return THREE_DECIMAL.has(currency) ? 3 : 2
}

// https://docs.stripe.com/currencies#special-cases
const WHOLE_UNITS = new Set(['isk', 'ugx'])

/** What every amount has to be a multiple of: tens with three decimals; hundreds where the two decimals are always 00. */
export const currencyStep = (currency: string): 1 | 10 | 100 => {
  if (WHOLE_UNITS.has(currency)) return 100
  return currencyDecimals(currency) === 3 ? 10 : 1
}

/** Adds amounts of one currency; mixing currencies is a broken invariant, never a sum. */
export const addMoney = (first: Money, second: Money): Money => {
  if (first.currency !== second.currency) throw new RangeError(`${first.currency} and ${second.currency} don't add up`)
  return { amount: first.amount + second.amount, currency: first.currency }
}

/** The amount as a decimal string, without the rounding a division would bring: `{-120000, usd}` is `-1200.00`. */
export const decimalText = ({ amount, currency }: Money): string => {
  const decimals = currencyDecimals(currency)
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0')
  const sign = amount < 0 ? '-' : ''
  if (decimals === 0) return sign + digits
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

/** For sentences of rules and logs, digit for digit: `{-120000, usd}` is `-1200.00 USD`, `{500, jpy}` is `500 JPY`. */
export const moneyText = (money: Money): string => `${decimalText(money)} ${money.currency.toUpperCase()}`

/** For refusals: `steps of 0.010 KWD`, `steps of 1.00 ISK`. */
export const stepText = (currency: string): string =>
  `steps of ${moneyText({ amount: currencyStep(currency), currency })}`

/** amount × top ÷ bottom without an intermediate rounding, halves up. null where the result can't be told exactly. */
export const scaleAmount = (amount: number, top: number, bottom: number): number | null => {
  const isExact = [amount, top, bottom].every((part) => Number.isSafeInteger(part) && part >= 0) && bottom > 0
  if (!isExact) return null
  const scaled = Number((2n * BigInt(amount) * BigInt(top) + BigInt(bottom)) / (2n * BigInt(bottom)))
  return Number.isSafeInteger(scaled) ? scaled : null
}
