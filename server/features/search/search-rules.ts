// Search: what a text may mean. A Stripe id means that object alone; everything else is looked for wherever it may
// stand (team id, e-mail, name, invoice number, code), and a whole match comes before a beginning, a beginning before a
// word inside.

import { foldText } from './fold-rules.ts'
import { gramsOf } from './gram-rules.ts'

export type StripeIdTable = 'customer' | 'subscription' | 'invoice' | 'code'

export interface SearchPlan {
  /** The beginning of an id, and where ids of its kind are kept; then nothing else is looked for. */
  readonly stripeId: { readonly table: StripeIdTable; readonly id: string } | null
  /** As typed: case matters in a team id. */
  readonly teamId: string | null
  readonly email: string | null
  readonly name: string | null
  /** In capitals, as numbers and codes are compared. */
  readonly number: string | null
  readonly code: string | null
  /** What has to stand somewhere in a name or an e-mail: as typed, then, if nothing holds that, word by word. */
  readonly inside: ReadonlyArray<readonly string[]>
}

const TABLES: Readonly<Record<string, StripeIdTable>> = {
  cus: 'customer',
  sub: 'subscription',
  in: 'invoice',
  promo: 'code',
}

const NOTHING: SearchPlan = {
  stripeId: null,
  teamId: null,
  email: null,
  name: null,
  number: null,
  code: null,
  inside: [],
}

const stripeIdOf = (text: string): SearchPlan['stripeId'] => {
  const match = /^([a-z]{2,8})_[A-Za-z0-9_]{1,250}$/.exec(text)
  const prefix = match?.[1] ?? ''
  return Object.hasOwn(TABLES, prefix) ? { table: TABLES[prefix] ?? 'customer', id: text } : null
}

const capitals = (text: string): string => text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase())

/** What PostgreSQL can't hold and no one types: NUL, and halves of a character left over by a cut. */
const tidy = (text: string): string => text.replaceAll('\u0000', '').toWellFormed().trim()

/** None when too short for the index. */
const insideOf = (folded: string): SearchPlan['inside'] => {
  const words = folded.split(' ')
  const ways = words.length > 1 ? [[folded], words] : [[folded]]
  return ways.filter((way) => way.some((word) => gramsOf(word).size > 0))
}

const planText = (text: string, folded: string): SearchPlan => ({
  stripeId: null,
  teamId: /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/.test(text) ? text : null,
  email: folded.includes(' ') ? null : folded,
  name: folded,
  number: /^[A-Za-z0-9-]{3,}$/.test(text) ? capitals(text) : null,
  code: /^[\x21-\x7e]{3,}$/.test(text) ? capitals(text) : null,
  inside: insideOf(folded),
})

export const planSearch = (input: string): SearchPlan => {
  const text = tidy(input)
  const stripeId = stripeIdOf(text)
  if (stripeId) return { ...NOTHING, stripeId }
  const folded = foldText(text)
  return folded === '' ? NOTHING : planText(text, folded)
}

export interface Found {
  readonly matched: 'id' | 'team' | 'email' | 'name' | 'number' | 'code'
  readonly objectStripeId: string
  /** The text that matched, folded or in capitals as the plan's is. */
  readonly value: string
}

/** 0 whole, 1 beginning, 2 beginning of a word, 3 inside. */
export const nearness = (value: string, sought: string): number => {
  if (value === sought) return 0
  const at = value.indexOf(sought)
  if (at === 0) return 1
  return at > 0 && /[^\p{L}\p{N}]$/u.test(value.slice(0, at)) ? 2 : 3
}

const soughtBy = (plan: SearchPlan, matched: Found['matched']): string => {
  const texts = { id: plan.stripeId?.id, team: plan.teamId, email: plan.email, name: plan.name }
  if (matched === 'number') return plan.number ?? ''
  if (matched === 'code') return plan.code ?? ''
  return texts[matched] ?? plan.name ?? ''
}

const WHOLE = new Set<Found['matched']>(['email', 'team', 'number', 'code'])

/** Whether the beginnings answer it: an id or an address that stands there as typed, or one that is being typed. */
export const isAnswered = (plan: SearchPlan, beginnings: readonly Found[]): boolean => {
  if (beginnings.length > 0 && plan.email?.includes('@')) return true
  return beginnings.some((row) => WHOLE.has(row.matched) && row.value === soughtBy(plan, row.matched))
}

/** Nearest first; each object once, by its nearest match; else in the order found. */
export const rankFound = <T extends Found>(plan: SearchPlan, found: readonly T[]): T[] => {
  const scored = found.map((row) => ({ row, score: nearness(row.value, soughtBy(plan, row.matched)) }))
  const seen = new Set<string>()
  return scored
    .toSorted((a, b) => a.score - b.score)
    .map(({ row }) => row)
    .filter((row) => {
      if (seen.has(row.objectStripeId)) return false
      seen.add(row.objectStripeId)
      return true
    })
}

/** Whether every word stands somewhere in the texts. */
export const holdsWords = (words: readonly string[], texts: ReadonlyArray<string | null>): boolean =>
  words.every((word) => texts.some((text) => text?.includes(word)))
