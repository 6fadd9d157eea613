// Folding: how text is made comparable before it is searched. Two texts that a person would call the same word (case,
// diacritics, width, ligatures, invisible marks) fold to the same letters. It is stored, so a change needs a new fill.

// Letters that Unicode doesn't decompose, though people leave the stroke or the ligature away when they type.
const PLAIN: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ħ: 'h',
  ŧ: 't',
  ς: 'σ',
}

const UNFOLDABLE = /[øłđðþæœħŧς]/g
const SPACES = /\s+/g
// Combining marks, and what is not seen: joiners, direction marks, variation selectors, control characters.
const UNSEEN = /[\p{Mn}\p{Me}\p{Cf}]|(?!\s)\p{Cc}/gu
const PLAIN_ASCII = /^(?:[\x21-\x7e]+(?: [\x21-\x7e]+)*)?$/

/** Through upper case first, which is what makes ß and ss, ı and i the same. */
export const foldText = (text: string): string => {
  if (PLAIN_ASCII.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(UNSEEN, '')
    .replace(UNFOLDABLE, (letter) => PLAIN[letter] ?? letter)
    .replace(SPACES, ' ')
    .trim()
}

/** `null` for what holds nothing to find by. */
export const foldOrNull = (text: string | null): string | null => {
  const folded = text === null ? '' : foldText(text)
  return folded === '' ? null : folded
}
