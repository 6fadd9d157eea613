const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

const firstGrapheme = (word: string): string => {
  for (const { segment } of segmenter.segment(word)) return segment
  return ''
}

const WIDE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u

/** `Ines Albrecht` is `IA`; one word gives one letter, and so does a wide script; an emoji stays whole. */
export const initials = (name: string): string => {
  const words = name.trim().split(/\s+/)
  const first = firstGrapheme(words[0] ?? '')
  const last = words.length > 1 && !WIDE.test(first) ? firstGrapheme(words.at(-1) ?? '') : ''
  return (first + last).toLocaleUpperCase('en')
}
