export interface TextPart {
  readonly text: string
  readonly isMatch: boolean
}

/** Cuts a text at the places where the query occurs, without regard to case. */
export const matchParts = (text: string, query: string): readonly TextPart[] => {
  const needle = query.trim().toLowerCase()
  const hay = text.toLowerCase()
  // Lower case may be longer than the text ("İ"): then the places would be wrong, so nothing is marked.
  if (needle === '' || hay.length !== text.length) return [{ text, isMatch: false }]
  const parts: TextPart[] = []
  let from = 0
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), isMatch: false })
    from = at + needle.length
    parts.push({ text: text.slice(at, from), isMatch: true })
  }
  if (from < text.length) parts.push({ text: text.slice(from), isMatch: false })
  return parts
}
