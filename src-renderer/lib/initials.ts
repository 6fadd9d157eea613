const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

const firstGrapheme = (word: string): string => {
  for (const { segment } of segmenter.segment(word)) return segment
  return ''
}

/** `Ines Albrecht` is `IA`; one word gives one letter; an emoji stays whole. */
export const initials = (name: string): string => {
  const words = name.trim().split(/\s+/)
  const first = firstGrapheme(words[0] ?? '')
  const last = words.length > 1 ? firstGrapheme(words.at(-1) ?? '') : ''
  return (first + last).toLocaleUpperCase('en')
}
