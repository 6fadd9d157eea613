type Fields = Readonly<Record<string, unknown>>

const isHash = (value: unknown): value is Fields =>
  value !== null &&
  typeof value === 'object' &&
  !Array.isArray(value) &&
  (!('object' in value) || value.object === 'list')

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

const hashBefore = (before: Fields, after: Fields): Fields => {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return Object.fromEntries(
    keys.filter((key) => !isSame(before[key], after[key])).map((key) => [key, before[key] ?? null]),
  )
}

/** What an update event calls `previous_attributes`: old values of what changed; of a hash only its changed keys. */
export const previousAttributes = (before: Fields, after: Fields): Fields => {
  const changed: Record<string, unknown> = {}
  for (const key in { ...before, ...after }) {
    const old = before[key]
    const fresh = after[key]
    if (isSame(old, fresh)) continue
    changed[key] = isHash(old) && isHash(fresh) ? hashBefore(old, fresh) : (old ?? null)
  }
  return changed
}
