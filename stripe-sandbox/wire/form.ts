import { invalidRequest } from './errors.ts'

/** A form as sent: hashes of strings; lists are hashes whose keys are positions until a schema says that they are lists. */
export interface FormHash {
  [key: string]: FormValue
}
export type FormValue = string | FormHash

const MAX_DEPTH = 12

const emptyHash = (): FormHash => Object.create(null) as FormHash

const partsOf = (name: string): string[] => {
  const open = name.indexOf('[')
  if (open <= 0) return [name]
  const inner = name.slice(open + 1, -1).split('][')
  const isPlain = name.endsWith(']') && !inner.some((part) => /[[\]]/.test(part))
  const read = () => [...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map(([, part]) => part ?? '')
  const parts = [name.slice(0, open), ...(isPlain ? inner : read())]
  if (parts.length > MAX_DEPTH) throw invalidRequest('Too many nested parameters')
  return parts
}

const assign = (into: FormHash, parts: readonly string[], value: string): void => {
  let hash = into
  parts.forEach((part, depth) => {
    // `a[]=x` appends.
    const key = part === '' ? String(Object.keys(hash).length) : part
    if (depth === parts.length - 1) {
      hash[key] = value
      return
    }
    const inner = hash[key]
    if (inner === undefined || typeof inner === 'string') hash[key] = emptyHash()
    hash = hash[key] as FormHash
  })
}

/** Reads `a[b][0][c]=v` pairs of a body or a query string. */
export const parseForm = (text: string): FormHash => {
  const form = emptyHash()
  if (text === '') return form
  for (const [name, value] of new URLSearchParams(text)) assign(form, partsOf(name), value)
  return form
}

/** One text for one meaning, so that two sendings of a form can be compared whatever their order. */
export const canonicalForm = (value: FormValue): string => {
  if (typeof value === 'string') return JSON.stringify(value)
  const keys = Object.keys(value).toSorted()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalForm(value[key] ?? '')}`).join(',')}}`
}
