// Rule: a ticket may be pasted whole. A team id in it counts when exactly one is found, in this order of trust: the field
// itself, a link to the team, an id in quotes or behind the word team or tenant, a lone word that looks like an id.
// Nothing is guessed between two candidates.

import { type TeamId, teamIdSchema } from '../ids.ts'
import type { IdReading } from './teams.ts'

interface Found {
  readonly id: string
  readonly start: number
  readonly from: IdReading['from']
}

const ID = '[A-Za-z0-9][A-Za-z0-9._:-]{0,99}'
const LINK = new RegExp(`/(?:teams?|tenants?)/(${ID})`, 'gid')
const LINK_QUERY = new RegExp(`[?&](?:team|team[-_]?id|tenant[-_]?id)=(${ID})`, 'gid')
const QUOTED = new RegExp(`["'“”„‘’«»\`](${ID})["'“”„‘’«»\`]`, 'gd')
// "team id: x" names an id, whatever x looks like; "team: x" and "our team is x" are prose unless x looks like one.
const LABELLED_ID = new RegExp(`\\b(?:team|tenant)[ _-]?id[ ]{0,3}[:=#][ ]{0,3}(${ID})`, 'gid')
const LABELLED = new RegExp(`\\b(?:team|tenant)(?:[ _-]?(?:id|name))?[ ]{0,3}(?:[:=#]|is)[ ]{0,3}(${ID})`, 'gid')
const WORD = new RegExp(`(?<![A-Za-z0-9._:/@-])(${ID})(?![A-Za-z0-9_@/-])`, 'gd')
const URL_OR_MAIL = /https?:\/\/[^\s<>"']{1,2000}|[^\s<>"'@]{1,64}@[^\s<>"'@]{1,255}/gi
const STRIPE_ID = /^(?:cus|sub|in|cs|si|ii|cbtxn|promo|pm|ch|py|pi|price|prod|evt|acct|req)_/

/** Sentence punctuation that the id pattern would swallow. */
const trimEnd = (id: string): string => id.replace(/[.:_-]+$/, '')

const matches = (text: string, pattern: RegExp, from: IdReading['from']): Found[] =>
  [...text.matchAll(pattern)].flatMap((match) => {
    const [start] = match.indices?.[1] ?? []
    const id = trimEnd(match[1] ?? '')
    return start === undefined || id === '' || STRIPE_ID.test(id) ? [] : [{ id, start, from }]
  })

/** Letters and digits mixed, or upper case inside: `7Kq9xLw2Vd`, not `billing` and not `2026`. */
const looksLikeId = (word: string): boolean =>
  word.length >= 8 &&
  /^[A-Za-z0-9-]+$/.test(word) &&
  /[A-Za-z]/.test(word) &&
  (/\d/.test(word) || /[a-z][A-Z]/.test(word)) &&
  !/^\d[\d.-]*[a-z]{0,3}$/i.test(word)

const blanked = (text: string): string => text.replace(URL_OR_MAIL, (hit) => ' '.repeat(hit.length))

/** Links, quotes and labels are equal witnesses: where they disagree, nothing is guessed. A lone word counts last. */
const byTrust = (text: string): Found[][] => [
  [
    ...matches(text, LINK, 'link'),
    ...matches(text, LINK_QUERY, 'link'),
    ...matches(text, QUOTED, 'quoted').filter(({ id }) => looksLikeId(id)),
    ...matches(text, LABELLED_ID, 'labelled'),
    ...matches(text, LABELLED, 'labelled').filter(({ id }) => looksLikeId(id)),
  ],
  matches(blanked(text), WORD, 'alone').filter(({ id }) => looksLikeId(id)),
]

const NOTHING: IdReading = { teamId: null, from: 'none', start: null, end: null, candidates: [] }

const readText = (text: string): IdReading => {
  for (const found of byTrust(text)) {
    const candidates = [...new Set(found.map(({ id }) => id))]
    const [first] = found
    if (!first) continue
    if (candidates.length > 1) return { ...NOTHING, from: 'several', candidates: candidates.slice(0, 10) }
    return { teamId: first.id, from: first.from, start: first.start, end: first.start + first.id.length, candidates }
  }
  return NOTHING
}

/** The one id that field and text name. The field wins when it holds a bare id; offsets are into `text`. */
export const readTeamId = (field: string, text: string): IdReading => {
  const bare = teamIdSchema.safeParse(field.trim())
  if (bare.success && !STRIPE_ID.test(bare.data)) {
    return { teamId: bare.data, from: 'field', start: null, end: null, candidates: [bare.data] }
  }
  if (field.trim() !== '') {
    const reading = readText(field)
    return { ...reading, start: null, end: null }
  }
  const alone = teamIdSchema.safeParse(text.trim())
  if (!alone.success || STRIPE_ID.test(alone.data)) return readText(text)
  const start = text.indexOf(alone.data)
  return { teamId: alone.data, from: 'alone', start, end: start + alone.data.length, candidates: [alone.data] }
}

/** Narrowed for the callers that need the brand. */
export const teamIdOf = (reading: IdReading): TeamId | null => {
  const parsed = teamIdSchema.safeParse(reading.teamId)
  return parsed.success ? parsed.data : null
}
