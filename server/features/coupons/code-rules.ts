// Rule: a code has 14 characters drawn evenly from 25 symbols that no other resembles, upper and lower case and digits
// mixed. Stripe compares codes without regard to case, so case adds nothing to its strength, which is counted without it
// and is at least 64 bits. Bytes that would favour a symbol are thrown away, and so is a draft that isn't mixed.

export const CODE_LENGTH = 14

// Left out, in either case: 0 1 I L O (each other), S (5), Z (2), B (8), G (6), Q (9), U (V).
const DIGITS = '23456789'
const LETTERS = 'ACDEFHJKMNPRTVWXY'
const SYMBOLS = DIGITS + LETTERS

/** The largest multiple of twice the symbols that a byte can hold: bytes from here on would favour some. */
const FAIR_BYTES = Math.floor(256 / (2 * SYMBOLS.length)) * 2 * SYMBOLS.length

/** One byte tells symbol and case apart evenly; an empty string for a byte that is thrown away. */
const symbolOf = (byte: number): string => {
  if (byte >= FAIR_BYTES) return ''
  const symbol = SYMBOLS.charAt(byte % SYMBOLS.length)
  return Math.floor(byte / SYMBOLS.length) % 2 === 0 ? symbol : symbol.toLowerCase()
}

const isMixed = (code: string): boolean => /[0-9]/.test(code) && /[a-z]/.test(code) && /[A-Z]/.test(code)

/** A code from random bytes; null when they run out, which 64 of them do less than once in a million times. */
export const codeFromBytes = (bytes: Uint8Array): string | null => {
  const symbols = [...bytes].map(symbolOf).join('')
  for (let at = 0; at + CODE_LENGTH <= symbols.length; at += CODE_LENGTH) {
    const draft = symbols.slice(at, at + CODE_LENGTH)
    if (isMixed(draft)) return draft
  }
  return null
}

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k)

/** The chance that a draft of so many letters among digits has both cases. */
const hasBothCases = (letters: number): number => 1 - 2 ** (1 - letters)

/**
 * How many bits the likeliest code leaves to be guessed, case not counted. Of two drafts equal without case all casings
 * are one code, and throwing away what isn't mixed makes those that stay likelier.
 */
export const codeStrengthBits = (): number => {
  const letterChance = LETTERS.length / SYMBOLS.length
  const kept = Array.from({ length: CODE_LENGTH - 1 }, (_, at) => at + 1).reduce((sum, letters) => {
    const draws = choose(CODE_LENGTH, letters) * letterChance ** letters * (1 - letterChance) ** (CODE_LENGTH - letters)
    return sum + draws * hasBothCases(letters)
  }, 0)
  return CODE_LENGTH * Math.log2(SYMBOLS.length) + Math.log2(kept)
}
