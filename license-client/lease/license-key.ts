// A license key is `CS` and 25 symbols of Crockford's base 32, of which the last makes the whole check out, so that a form can tell a
// slip of the hand before anybody is asked.

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const OVERFLOW = 32
const REDUCE = 0x25

const double = (check: number): number => (check << 1) ^ ((check << 1) & OVERFLOW ? REDUCE : 0)

/** As the server reads it, or null where it can't be a key: too short, or with a symbol that there is not. */
const symbolsOf = (text: string): string | null => {
  const plain = text.toUpperCase().replaceAll(/[\s-]/g, '')
  if (!plain.startsWith('CS')) return null
  const symbols = plain.slice(2).replaceAll(/[IL]/g, '1').replaceAll('O', '0')
  return /^[0-9A-HJKMNP-TV-Z]{25}$/.test(symbols) ? symbols : null
}

/** Whether a text is a license key without a slip; whether it is one that was sold, only the server knows. */
export const isWholeKey = (text: string): boolean => {
  const symbols = symbolsOf(text)
  return (
    symbols !== null && Array.from(symbols).reduce((check, symbol) => double(check) ^ SYMBOLS.indexOf(symbol), 0) === 0
  )
}
