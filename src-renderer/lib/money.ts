import { currencyDecimals, decimalText, type Money } from '@countersign/shared/money'

/** Intl writes a hyphen; a minus sign is as wide as a digit and is not taken for a dash. */
export const MINUS = '−'

type Sign = 'auto' | 'always'

const formats = new Map<string, Intl.NumberFormat>()

const formatFor = (currency: string, style: 'currency' | 'decimal', sign: Sign): Intl.NumberFormat => {
  const key = `${currency} ${style} ${sign}`
  const known = formats.get(key)
  if (known) return known
  const decimals = currencyDecimals(currency)
  const format = new Intl.NumberFormat('en-US', {
    style,
    ...(style === 'currency' ? { currency: currency.toUpperCase() } : {}),
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: sign === 'always' ? 'exceptZero' : 'negative',
  })
  formats.set(key, format)
  return format
}

const render = (money: Money, style: 'currency' | 'decimal', sign: Sign): string =>
  formatFor(money.currency, style, sign)
    .format(decimalText(money) as `${number}`)
    .replace('-', MINUS)

/** For sentences: `−€1,200.00`, `¥1,280,000`, `CA$5.00`. */
export const moneyText = (money: Money, sign: Sign = 'auto'): string => render(money, 'currency', sign)

/** For columns: `−1,200.00`; the code stands in its own slot. */
export const figureText = (money: Money, sign: Sign = 'auto'): string => render(money, 'decimal', sign)

export const currencyCode = (currency: string): string => currency.toUpperCase()

/** What has to be added, unseen, to a figure so that its units stand under those of a figure with `columnDecimals`. */
export const figurePadding = (currency: string, columnDecimals: number): string => {
  const own = currencyDecimals(currency)
  const missing = columnDecimals - own
  if (missing <= 0) return ''
  return `${own === 0 ? '.' : ''}${'0'.repeat(missing)}`
}
