// Rule: what is typed is looked for everywhere, unless its first character says where: `>` actions and pages, `#` ids,
// numbers and codes, `@` e-mail addresses.

import type { SearchHit } from '@countersign/shared/features/search'

export type Scope = 'all' | 'actions' | 'ids' | 'emails'

export interface PaletteQuery {
  readonly scope: Scope
  readonly text: string
}

const SCOPES: Readonly<Record<string, Scope>> = { '>': 'actions', '#': 'ids', '@': 'emails' }

export const readQuery = (typed: string): PaletteQuery => {
  const trimmed = typed.trim()
  const scope = SCOPES[trimmed.charAt(0)]
  return scope ? { scope, text: trimmed.slice(1).trim() } : { scope: 'all', text: trimmed }
}

const MATCHES: Readonly<Record<Scope, readonly SearchHit['matched'][]>> = {
  all: ['id', 'team', 'email', 'name', 'number', 'code'],
  actions: [],
  ids: ['id', 'team', 'number', 'code'],
  emails: ['email'],
}

export const inScope = (hits: readonly SearchHit[], scope: Scope): readonly SearchHit[] =>
  hits.filter(({ matched }) => MATCHES[scope].includes(matched))

/** Words in any order, each somewhere in the label. */
export const holdsQuery = (label: string, text: string): boolean => {
  const hay = label.toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word))
}

/** While a newer answer is under way, only hits of the older one that hold the new text may stay. */
export const stillFit = (hits: readonly SearchHit[], text: string): readonly SearchHit[] =>
  hits.filter(({ title, detail, teamId, objectStripeId }) =>
    [title, detail, teamId ?? '', objectStripeId].some((part) => holdsQuery(part, text)),
  )
