import type { IndexKey, Row } from '../store/collection.ts'
import { type Kind, type Kinds, metadataKey } from '../store/kinds.ts'
import { invalidRequest } from './errors.ts'
import { pageSize } from './list.ts'
import type { Answer, Call } from './route.ts'
import { type Clause, parseSearchQuery, type SearchQuery } from './search-query.ts'

type Field<T> =
  | { readonly type: 'token' | 'text'; readonly of: (value: T) => string | null | undefined; readonly index?: string }
  | { readonly type: 'numeric'; readonly of: (value: T) => number | null | undefined }

/** Field name → how to read it. `text` fields can be searched for parts (`~`), `token` fields only as a whole. */
export type SearchFields<T> = Readonly<Record<string, Field<T>>>

export interface SearchParams {
  readonly query: string
  readonly limit?: number
  readonly page?: string
  readonly expand?: readonly string[]
}

const MIN_PART = 3

type Test<T> = (value: T) => boolean

const metadataOf = (value: unknown): Readonly<Record<string, string>> =>
  (value as { readonly metadata?: Readonly<Record<string, string>> | null }).metadata ?? {}

/** `null` asks whether a field is there at all; it is nothing to compare with. */
const absenceTest = <T>({ field, operator }: Clause, read: (value: T) => unknown): Test<T> => {
  if (operator !== ':')
    throw invalidRequest(`Field '${field}' can be compared with null only by ':'.`, { param: 'query' })
  return (value) => (read(value) ?? null) === null
}

const textTest = <T>(clause: Clause, read: (value: T) => string | null | undefined, canPart: boolean): Test<T> => {
  const { operator, value: wanted } = clause
  if (wanted === null) return absenceTest(clause, read)
  const text = String(wanted).toLowerCase()
  if (operator === ':') return (value) => read(value)?.toLowerCase() === text
  if (operator !== '~' || !canPart)
    throw invalidRequest(`Operator '${operator}' is not supported for field '${clause.field}'.`, { param: 'query' })
  if (text.length < MIN_PART)
    throw invalidRequest(`Substring searches need at least ${MIN_PART} characters.`, { param: 'query' })
  return (value) => read(value)?.toLowerCase().includes(text) ?? false
}

const numericTest = <T>(clause: Clause, read: (value: T) => number | null | undefined): Test<T> => {
  const { operator, value: wanted } = clause
  if (wanted === null) return absenceTest(clause, read)
  const limit = Number(wanted)
  if (operator === '~' || Number.isNaN(limit)) {
    throw invalidRequest(`Field '${clause.field}' is numeric: '${clause.operator}${wanted}' cannot be searched.`, {
      param: 'query',
    })
  }
  return (value) => {
    const number = read(value)
    if (number === null || number === undefined) return false
    if (operator === ':') return number === limit
    if (operator === '>') return number > limit
    if (operator === '>=') return number >= limit
    return operator === '<' ? number < limit : number <= limit
  }
}

const testOf = <T>(clause: Clause, fields: SearchFields<T>): Test<T> => {
  const plain = plainTestOf(clause, fields)
  return clause.isNegated ? (value) => !plain(value) : plain
}

const plainTestOf = <T>(clause: Clause, fields: SearchFields<T>): Test<T> => {
  const { key } = clause
  if (key !== undefined) return textTest(clause, (value: T) => metadataOf(value)[key], false)
  const field = fields[clause.field]
  if (field === undefined)
    throw invalidRequest(`Field '${clause.field}' is an unsupported search field for this resource.`, {
      param: 'query',
    })
  return field.type === 'numeric' ? numericTest(clause, field.of) : textTest(clause, field.of, field.type === 'text')
}

/** Index keys that every match must carry; only AND queries have any. */
const keysOf = <T>(query: SearchQuery, fields: SearchFields<T>): IndexKey[] => {
  if (query.join === 'OR' && query.clauses.length > 1) return []
  return query.clauses.flatMap(({ field, key, operator, value, isNegated }) => {
    if (operator !== ':' || isNegated || value === null) return []
    if (key !== undefined) return [{ index: 'metadata', value: metadataKey(key, String(value)) }]
    const known = fields[field]
    return known !== undefined && known.type !== 'numeric' && known.index !== undefined
      ? [{ index: known.index, value: String(value).toLowerCase() }]
      : []
  })
}

const encodePage = (sequence: number, query: string): string =>
  Buffer.from(JSON.stringify([sequence, query])).toString('base64url')

const decodePage = (page: string, query: string): number => {
  try {
    const [sequence, of] = JSON.parse(Buffer.from(page, 'base64url').toString()) as [number, string]
    if (of === query && Number.isInteger(sequence)) return sequence
  } catch {
    // Falls through to the refusal: a token that we did not make.
  }
  throw invalidRequest('Invalid page token: it belongs to another query or is damaged.', { param: 'page' })
}

const fitOf = <T>(query: SearchQuery, fields: SearchFields<T>): Test<T> => {
  const tests = query.clauses.map((clause) => testOf(clause, fields))
  return (value) => (query.join === 'OR' ? tests.some((test) => test(value)) : tests.every((test) => test(value)))
}

function* fitting<T>(rows: Iterable<Row<T>>, fits: Test<T>): Generator<Row<T>> {
  for (const row of rows) if (fits(row.value)) yield row
}

/** Rows of one page out of all that fit; looks no further than it must unless all are counted. */
const collect = <T>(rows: Iterable<Row<T>>, size: number, before: number, isCounted: boolean) => {
  const page: Row<T>[] = []
  let total = 0
  for (const row of rows) {
    total += 1
    if (row.sequence < before && page.length <= size) page.push(row)
    if (page.length > size && !isCounted) break
  }
  return { page: page.slice(0, size), hasMore: page.length > size, total }
}

/** One page of search results, newest first. Sees the past while a search lag is set. */
export const searchPage = <K extends Kind>(
  call: Call,
  kind: K,
  params: SearchParams,
  fields: SearchFields<Kinds[K]>,
): Answer => {
  const query = parseSearchQuery(params.query)
  const fits = fitOf(query, fields)
  const before = params.page === undefined ? Number.POSITIVE_INFINITY : decodePage(params.page, params.query)
  const isCounted = params.expand?.includes('total_count') ?? false
  const rows = fitting(call.account.searchable(kind, keysOf(query, fields), call.searchLagMs), fits)
  const { page, hasMore, total } = collect(rows, pageSize(params.limit), before, isCounted)
  return {
    object: 'search_result',
    url: call.path,
    has_more: hasMore,
    data: page.map(({ value }) => call.account.host.present(call.account, kind, value)),
    next_page: hasMore ? encodePage(page.at(-1)?.sequence ?? 0, params.query) : null,
    ...(isCounted ? { total_count: total } : {}),
  } as Answer
}
