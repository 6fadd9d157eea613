// A license key is CS and five groups of five Crockford symbols: 120 random bits, and a check symbol that finds one wrong
// symbol or two that changed places. People type keys, so case, spaces, dashes and look-alikes don't matter.

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const RANDOM_SYMBOLS = 24
const LONGEST_TEXT = 64

/** Times x in GF(32), modulo x⁵ + x² + 1: every place of a symbol has a weight of its own. */
const double = (value: number): number => {
  const shifted = value << 1
  return (shifted & 32) === 0 ? shifted : shifted ^ 0x25
}

const checkSum = (values: readonly number[]): number => values.reduce((sum, value) => double(sum) ^ value, 0)

const written = (values: readonly number[]): string => {
  const symbols = values.map((value) => ALPHABET[value] ?? '').join('')
  const groups = Array.from({ length: 5 }, (_, group) => symbols.slice(group * 5, group * 5 + 5))
  return ['CS', ...groups].join('-')
}

/** The key of 15 random bytes. */
export const keyOf = (random: Uint8Array): string => {
  let bits = random.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  const values = Array.from({ length: RANDOM_SYMBOLS }, () => {
    const value = Number(bits & 31n)
    bits >>= 5n
    return value
  })
  return written([...values, double(checkSum(values))])
}

/** The key as it is written, from what somebody typed; null when that is no whole key. */
export const readKey = (text: string): string | null => {
  if (text.length > LONGEST_TEXT) return null
  const symbols = text.replaceAll(/[\s-]/g, '').toUpperCase().replaceAll(/[IL]/g, '1').replaceAll('O', '0')
  if (!/^CS[0-9A-HJKMNP-TV-Z]{25}$/.test(symbols)) return null
  const values = symbols
    .slice(2)
    .split('')
    .map((symbol) => ALPHABET.indexOf(symbol))
  return checkSum(values) === 0 ? written(values) : null
}

export const lastGroupOf = (key: string): string => key.slice(-5)
