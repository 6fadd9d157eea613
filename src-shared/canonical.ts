// Canonical JSON: one text for one value, whoever writes it (RFC 8785). Keys are sorted by UTF-16 code units, there is
// no white space, numbers and strings are written as ECMAScript writes them, which is what the RFC prescribes.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

/** `value` holds only what JSON can say; a number that isn't finite is written as null, as JSON does. */
export const canonicalJson = (value: Json): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`)
  return `{${members.join(',')}}`
}
