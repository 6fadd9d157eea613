import { invalidRequest } from './errors.ts'

export type SearchOperator = ':' | '<' | '<=' | '>' | '>=' | '~'

export interface Clause {
  readonly field: string
  /** The key of `metadata["key"]`. */
  readonly key?: string
  readonly operator: SearchOperator
  readonly value: string | number | null
  readonly isNegated: boolean
}

export interface SearchQuery {
  readonly join: 'AND' | 'OR'
  readonly clauses: readonly Clause[]
}

const fail = (message: string): never => {
  throw invalidRequest(`We were unable to parse your search query. ${message}`, { param: 'query' })
}

const CLAUSE =
  /(-?)([a-z_][a-z0-9_.]*)(?:\[(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\])?\s*(:|~|>=|<=|>|<)\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"']+))/y
const GAP = /\s*/y
const WORD = /(AND|OR)(?=\s)/iy

const unescape = (text: string): string => text.replace(/\\(.)/g, '$1')

const valueOf = (quoted: string | undefined, bare: string | undefined): string | number | null => {
  if (quoted !== undefined) return unescape(quoted)
  if (bare?.toLowerCase() === 'null') return null
  const number = Number(bare)
  if (bare !== undefined && Number.isFinite(number)) return number
  if (bare === 'true' || bare === 'false') return bare
  return fail(`Values must be quoted: ${bare}`)
}

const clauseOf = (match: RegExpExecArray): Clause => {
  const [, minus, field = '', keyDouble, keySingle, operator, double, single, bare] = match
  const key = keyDouble ?? keySingle
  if ((field === 'metadata') !== (key !== undefined)) fail(`Field ${field} is not searchable that way.`)
  return {
    field,
    ...(key === undefined ? {} : { key: unescape(key) }),
    operator: operator as SearchOperator,
    value: valueOf(double ?? single, bare),
    isNegated: minus === '-',
  }
}

/** Eats a text from left to right. */
class Reader {
  readonly #text: string
  at = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    return this.at >= this.#text.length
  }

  eat(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.#text)
    if (match !== null) this.at = pattern.lastIndex
    return match
  }
}

const joinOf = (reader: Reader): 'AND' | 'OR' => {
  const word = reader.eat(WORD)?.[1]?.toUpperCase()
  reader.eat(GAP)
  return word === 'OR' ? 'OR' : 'AND'
}

const MAX_CLAUSES = 10

/** Reads Stripe's search language: clauses joined by AND (or a space) or by OR, never both; `-` negates a clause. */
export const parseSearchQuery = (text: string): SearchQuery => {
  const clauses: Clause[] = []
  const joins = new Set<'AND' | 'OR'>()
  const reader = new Reader(text)
  reader.eat(GAP)
  while (!reader.isAtEnd) {
    if (clauses.length > 0) joins.add(joinOf(reader))
    const match = reader.eat(CLAUSE)
    if (match === null) return fail(`Unexpected text at position ${reader.at}.`)
    clauses.push(clauseOf(match))
    reader.eat(GAP)
  }
  if (clauses.length === 0) fail('The query is empty.')
  if (joins.size > 1) fail('You cannot combine AND and OR in one query.')
  if (clauses.length > MAX_CLAUSES) fail(`A query can have up to ${MAX_CLAUSES} clauses.`)
  return { join: joins.has('OR') ? 'OR' : 'AND', clauses }
}
