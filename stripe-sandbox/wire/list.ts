import type { Stripe } from 'stripe'
import type { IndexKey } from '../store/collection.ts'
import type { Kind, Kinds } from '../store/kinds.ts'
import { invalidRequest } from './errors.ts'
import type { Answer, Call } from './route.ts'

export const MAX_LIMIT = 100
export const DEFAULT_LIMIT = 10

export interface PageParams {
  readonly limit?: number
  readonly starting_after?: string
  readonly ending_before?: string
}

export type RangeParam = number | Stripe.RangeQueryParam | undefined

export interface ListQuery<K extends Kind> {
  readonly kind: K
  readonly params: PageParams & { readonly created?: RangeParam }
  /** Filters that an index answers. */
  readonly keys?: readonly (IndexKey | undefined)[]
  readonly where?: (value: Kinds[K]) => boolean
}

export const inRange = (value: number | null | undefined, range: RangeParam): boolean => {
  if (range === undefined) return true
  if (value === null || value === undefined) return false
  return typeof range === 'number' ? value === range : isWithin(value, range)
}

const isWithin = (value: number, { gt, gte, lt, lte }: Stripe.RangeQueryParam): boolean =>
  all(
    gt === undefined || value > gt,
    gte === undefined || value >= gte,
    lt === undefined || value < lt,
    lte === undefined || value <= lte,
  )

const lowestOf = (range: RangeParam): number =>
  typeof range === 'number' ? range : Math.max(range?.gte ?? 0, (range?.gt ?? -1) + 1)

export const pageSize = (limit: number | undefined): number => {
  const size = limit ?? DEFAULT_LIMIT
  if (size < 1)
    throw invalidRequest('This value must be greater than or equal to 1.', {
      param: 'limit',
      code: 'parameter_invalid_integer',
    })
  if (size > MAX_LIMIT)
    throw invalidRequest(`This value must be less than or equal to ${MAX_LIMIT}.`, {
      param: 'limit',
      code: 'parameter_invalid_integer',
    })
  return size
}

const createdOf = (value: object): number => ('created' in value ? Number(value.created) : Number.POSITIVE_INFINITY)

/** One page, newest first, in Stripe's list form. */
export const listPage = <K extends Kind>(call: Call, query: ListQuery<K>): Answer => {
  const { data, hasMore } = pageOf(call, query)
  const shown = data.map((value) => call.account.host.present(call.account, query.kind, value))
  return listOf(call.path, shown, hasMore)
}

export const listOf = <T>(url: string, data: T[], hasMore = false) => ({
  object: 'list' as const,
  data,
  has_more: hasMore,
  url,
})

const pageOf = <K extends Kind>(call: Call, query: ListQuery<K>): { data: Kinds[K][]; hasMore: boolean } => {
  const { params, kind } = query
  const size = pageSize(params.limit)
  if (params.starting_after !== undefined && params.ending_before !== undefined) {
    throw invalidRequest('You cannot parameterize both starting_after and ending_before.', { param: 'ending_before' })
  }
  const collection = call.account.all(kind)
  const keys = (query.keys ?? []).filter((key) => key !== undefined)
  const fits = (value: Kinds[K]): boolean => inRange(createdOf(value), params.created) && (query.where?.(value) ?? true)
  if (params.ending_before !== undefined) {
    const from = sequenceOf(call, kind, params.ending_before, 'ending_before')
    const { data, hasMore } = take(collection.oldest(keys, from), size, fits)
    return { data: data.toReversed(), hasMore }
  }
  const from =
    params.starting_after === undefined ? undefined : sequenceOf(call, kind, params.starting_after, 'starting_after')
  // Creation times never go back, so nothing older than the range is worth a look.
  const lowest = call.account.hasTestClocks ? 0 : lowestOf(params.created)
  return take(collection.newest(keys, from), size, fits, (value) => createdOf(value) < lowest)
}

const sequenceOf = <K extends Kind>(call: Call, kind: K, id: string, param: string): number => {
  call.account.need(kind, id, param)
  return call.account.all(kind).row(id)?.sequence ?? 0
}

const take = <T>(
  values: Iterable<T>,
  size: number,
  fits: (value: T) => boolean,
  isPast: (value: T) => boolean = () => false,
): { data: T[]; hasMore: boolean } => {
  const data: T[] = []
  for (const value of values) {
    if (isPast(value)) break
    if (!fits(value)) continue
    if (data.length === size) return { data, hasMore: true }
    data.push(value)
  }
  return { data, hasMore: false }
}

export const keyed = (index: string, value: string | undefined): IndexKey | undefined =>
  value === undefined ? undefined : { index, value }

/** Whether a filter that may not have been sent lets a value pass. */
export const same = <V>(asked: V | undefined, actual: V): boolean => asked === undefined || asked === actual

export const all = (...conditions: readonly boolean[]): boolean => conditions.every(Boolean)
