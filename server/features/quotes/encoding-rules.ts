// Rule: a file of quotes is text in UTF-8, or in UTF-16 with its mark in front. Anything else is refused by name: a wrong
// guess would turn names into other names.

export type ReadText = { readonly text: string } | { readonly why: string }

const WORDS = {
  'utf-8': 'The file is not UTF-8. Save it as “CSV UTF-8” (what Excel calls plain “CSV” is often Windows-1252).',
  'utf-16le': 'The file says that it is UTF-16, but it is not.',
  'utf-16be': 'The file says that it is UTF-16, but it is not.',
} as const

const encodingOf = ([first, second]: Uint8Array): keyof typeof WORDS => {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

const PROBED = 64

/** Letters of a text in UTF-16 have a zero beside them. */
const looksLikeUtf16 = (bytes: Uint8Array): boolean => {
  const head = bytes.subarray(0, PROBED)
  return head.length >= 4 && head.filter((byte) => byte === 0).length * 3 > head.length
}

export const readText = (bytes: Uint8Array): ReadText => {
  const encoding = encodingOf(bytes)
  if (encoding === 'utf-8' && looksLikeUtf16(bytes))
    return { why: 'The file looks like UTF-16 without its mark. Save it as “CSV UTF-8”.' }
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) }
  } catch {
    return { why: WORDS[encoding] }
  }
}

/** What stands between the cells, as the head says; comma where it says nothing. */
export const separatorOf = (text: string): ',' | ';' => {
  const head = /^[^\r\n]*/.exec(text)?.[0] ?? ''
  const bare = head.slice(0, 10_000).replaceAll(/"[^"]*"/g, '')
  return bare.split(';').length > bare.split(',').length ? ';' : ','
}
