import type { ResponseHash, ResponseShape } from '../../build/schema-types.ts'
import { objectShapes } from '../../generated/shapes.generated.ts'

type Fields = Readonly<Record<string, unknown>>

export interface Place {
  readonly path: string
  /** Previous attributes hold only what changed, and null for what had not been there. */
  readonly isPart: boolean
}

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const SCALARS: Readonly<Record<string, (value: unknown) => boolean>> = {
  any: () => true,
  boolean: (value) => typeof value === 'boolean',
  decimal: (value) => typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value),
  integer: (value) => Number.isSafeInteger(value) && !Object.is(value, -0),
  null: (value) => value === null,
  number: (value) => Number.isFinite(value),
  string: (value) => typeof value === 'string',
}

const inside = (place: Place, key: string): Place => ({ ...place, path: `${place.path}.${key}` })

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? 'nothing'

/** What is wrong with a hash: fields that are missing, unknown or of another kind. */
const hashProblems = (shape: ResponseHash, value: Fields, place: Place): string[] => {
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(shape.fields, key))
  const missing = Object.keys(shape.fields).filter((key) => !(key in value) && !shape.optional.includes(key))
  return [
    ...unknown.map((key) => `${inside(place, key).path} is not in the types`),
    ...(place.isPart ? [] : missing.map((key) => `${inside(place, key).path} is missing`)),
    ...Object.entries(value).flatMap(([key, inner]) => {
      const of = shape.fields[key]
      return of === undefined ? [] : shapeProblems(of, inner, inside(place, key))
    }),
  ]
}

/** What is wrong with one of Stripe's objects, by its own name. */
export const objectProblems = (name: string, value: Fields, place: Place): string[] => {
  const shape = objectShapes[value['deleted'] === true ? `${name} deleted` : name]
  if (value['object'] !== name) return [`${place.path} is ${shown(value['object'])}, not ${name}`]
  return shape === undefined ? [`${place.path}: no shapes for ${name}`] : hashProblems(shape, value, place)
}

/** A page of a list; `of` is what it holds. */
export const listProblems = (of: ResponseShape, value: unknown, place: Place): string[] => {
  if (!isFields(value) || !Array.isArray(value['data'])) return [`${place.path} is no list`]
  const isSearch = value['object'] === 'search_result'
  const own: ResponseHash = {
    type: 'hash',
    fields: {
      object: { type: 'enum', values: ['list', 'search_result'] },
      data: { type: 'array', of },
      has_more: { type: 'boolean' },
      url: { type: 'string' },
      total_count: { type: 'integer' },
      ...(isSearch ? { next_page: { type: 'union', any: [{ type: 'string' }, { type: 'null' }] } } : {}),
    },
    optional: ['total_count'],
  }
  return hashProblems(own, value, place)
}

const mayBe = (one: ResponseShape, value: unknown): boolean => {
  if (!isFields(value)) return one.type !== 'hash' && one.type !== 'object'
  if (one.type !== 'object') return one.type === 'hash' || 'of' in one
  return one.name === value['object'] && (one.isDeleted ?? false) === (value['deleted'] === true)
}

const unionProblems = (any: readonly ResponseShape[], value: unknown, place: Place): string[] => {
  const tried = any.filter((one) => mayBe(one, value)).map((one) => shapeProblems(one, value, place))
  if (tried.some((problems) => problems.length === 0)) return []
  const [first] = tried
  return isFields(value) && first !== undefined ? first : cannot(value, place)
}

interface Container {
  readonly type: 'array' | 'list' | 'map'
  readonly of: ResponseShape
}

const cannot = (value: unknown, { path }: Place): string[] => [`${path} cannot be ${shown(value)}`]

const inContainer = ({ type, of }: Container, value: unknown, place: Place): string[] => {
  if (type === 'list') return place.isPart ? [] : listProblems(of, value, place)
  const fits = type === 'array' ? Array.isArray(value) : isFields(value)
  if (!fits) return cannot(value, place)
  const next = { isPart: place.isPart && type === 'map', path: `${place.path}${type === 'array' ? '[]' : '.*'}` }
  return Object.values(value as Fields).flatMap((one) => shapeProblems(of, one, next))
}

const inHash = (shape: ResponseHash | Extract<ResponseShape, { name: string }>, value: unknown, place: Place) => {
  if (!isFields(value)) return cannot(value, place)
  if (shape.type === 'hash') return hashProblems(shape, value, place)
  return objectProblems(shape.name, value, { path: shape.name, isPart: false })
}

/** Everything in which a value differs from what the SDK's types say, in words. */
export const shapeProblems = (shape: ResponseShape, value: unknown, place: Place): string[] => {
  if (place.isPart && value === null) return []
  if (shape.type === 'union') return unionProblems(shape.any, value, place)
  if ('of' in shape) return inContainer(shape, value, place)
  if (shape.type === 'hash' || shape.type === 'object') return inHash(shape, value, place)
  const isRight = 'values' in shape ? shape.values.includes(value as string) : SCALARS[shape.type]?.(value)
  return isRight === true ? [] : cannot(value, place)
}
