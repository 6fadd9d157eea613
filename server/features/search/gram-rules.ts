// Grams: three letters in a row (two, where one sign is a word: Chinese, Japanese, Korean, emoji). A text holds a word only if
// it holds all of the word's grams, so the index of grams finds words anywhere in a name, in any script.

const WORD_SIGNS = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Extended_Pictographic}/u
const BASIC_LATIN = /^[\x20-\x7e]*$/

/** Between name and e-mail; no gram reaches over it. */
export const BREAK = '\n'

const isGram = (first: string, second: string, third: string): boolean =>
  first !== BREAK && second !== BREAK && third !== BREAK

const signPairs = (letters: readonly string[], into: Set<string>): void => {
  for (let i = 0; i + 1 < letters.length; i++) {
    const first = letters[i] ?? ''
    const second = letters[i + 1] ?? ''
    if (WORD_SIGNS.test(first) && WORD_SIGNS.test(second)) into.add(first + second)
  }
}

const slowGrams = (text: string): Set<string> => {
  const found = new Set<string>()
  const letters = Array.from(text)
  for (let i = 0; i + 2 < letters.length; i++) {
    const [first = '', second = '', third = ''] = letters.slice(i, i + 3)
    if (isGram(first, second, third)) found.add(first + second + third)
  }
  if (WORD_SIGNS.test(text)) signPairs(letters, found)
  return found
}

/** All grams of a folded text. Letters are code points, so that an emoji counts as one. */
export const gramsOf = (text: string): ReadonlySet<string> => {
  const parts = text.split(BREAK)
  if (!parts.every((part) => BASIC_LATIN.test(part))) return slowGrams(text)
  const found = new Set<string>()
  for (const part of parts) {
    for (let i = 0; i + 2 < part.length; i++) found.add(part.slice(i, i + 3))
  }
  return found
}
