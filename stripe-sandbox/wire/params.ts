import type { HashSchema, ParamSchema } from '../build/schema-types.ts'
import { invalidRequest, missingParam, notBuilt } from './errors.ts'
import type { FormHash, FormValue } from './form.ts'
import { cannotUnset, checkMetadata, readScalar } from './param-values.ts'

/** Strings that Stripe lets a caller clear although the types do not say so. */
const CLEARABLE = new Set([
  'email',
  'name',
  'description',
  'phone',
  'nickname',
  'lookup_key',
  'footer',
  'statement_descriptor',
  'default_payment_method',
  'client_reference_id',
  'city',
  'country',
  'line1',
  'line2',
  'postal_code',
  'state',
])

interface Place {
  /** As Stripe names it in errors: `items[0][price]`. */
  readonly param: string
  /** As routes name what they support: `items.price`. */
  readonly path: string
  readonly key: string
}

const within = (place: Place | undefined, key: string, isPosition = false): Place => ({
  param: place === undefined ? key : `${place.param}[${key}]`,
  path: place === undefined ? key : isPosition ? place.path : `${place.path}.${key}`,
  key: isPosition && place !== undefined ? place.key : key,
})

/** Checks a form against the table derived from the SDK and against what a route supports; returns typed values. */
export class ParamChecker {
  readonly #supports: ReadonlySet<string>
  readonly #partly: ReadonlySet<string>

  /** `supports` names parameters (`items.price`); a name covers everything inside it. */
  constructor(supports: readonly string[]) {
    this.#supports = new Set([...supports, 'expand'])
    this.#partly = new Set(
      supports.flatMap((name) => name.split('.').map((_, i, parts) => parts.slice(0, i).join('.'))),
    )
  }

  check(schema: HashSchema, form: FormHash): Record<string, unknown> {
    return this.#hash(schema, form, undefined)
  }

  #hash(schema: HashSchema, form: FormHash, place: Place | undefined): Record<string, unknown> {
    this.#refuseUnknown(schema, form, place)
    const values: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(form)) {
      const field = schema.fields[key]
      if (field === undefined) continue
      const inner = within(place, key)
      if (!this.#isSupported(inner.path)) throw notBuilt(`the parameter '${inner.param}'`, inner.param)
      values[key] = this.#value(field, value, inner)
    }
    for (const key of schema.required) if (!(key in values)) throw missingParam(within(place, key).param)
    return values
  }

  #refuseUnknown(schema: HashSchema, form: FormHash, place: Place | undefined): void {
    const unknown = Object.keys(form).filter((key) => !Object.hasOwn(schema.fields, key))
    const [first] = unknown
    if (first === undefined) return
    const names = unknown.map((key) => within(place, key).param)
    throw invalidRequest(`Received unknown parameter${names.length > 1 ? 's' : ''}: ${names.join(', ')}`, {
      code: 'parameter_unknown',
      param: names[0] ?? first,
    })
  }

  #isSupported(path: string): boolean {
    if (this.#supports.has(path) || this.#partly.has(path)) return true
    const parts = path.split('.')
    return parts.some((_, i) => this.#supports.has(parts.slice(0, i).join('.')))
  }

  #value(schema: ParamSchema, value: FormValue, place: Place): unknown {
    if (value === '') return this.#empty(schema, place)
    if (schema.type === 'union') return this.#union(schema.any, value, place)
    if (typeof value === 'string') return readScalar(schema, value, place.param)
    if (schema.type === 'array') return this.#array(schema.of, value, place)
    if (schema.type === 'map') return this.#map(schema.of, value, place)
    if (schema.type === 'hash') return this.#hash(schema, value, place)
    throw invalidRequest(`Invalid ${schema.type === 'enum' ? 'string' : schema.type}: {}`, { param: place.param })
  }

  #empty(schema: ParamSchema, place: Place): '' {
    const isClearable = schema.emptyable || (schema.type === 'string' && CLEARABLE.has(place.key))
    if (!isClearable) throw cannotUnset(place.param)
    return ''
  }

  #union(choices: readonly ParamSchema[], value: FormValue, place: Place): unknown {
    const isHash = typeof value !== 'string'
    const fitting = choices.filter((choice) => isHash === (choice.type === 'hash' || choice.type === 'array'))
    const named = fitting.find(
      (choice) => choice.type === 'enum' && typeof value === 'string' && choice.values.includes(value),
    )
    const chosen = named ?? fitting.findLast((choice) => choice.type !== 'enum') ?? fitting[0]
    if (chosen === undefined)
      throw invalidRequest(isHash ? 'Invalid string: {}' : 'Invalid object', { param: place.param })
    return this.#value(chosen, value, place)
  }

  #array(of: ParamSchema, value: FormHash, place: Place): unknown[] {
    const keys = Object.keys(value)
    if (keys.some((key) => !/^\d+$/.test(key))) throw invalidRequest('Invalid array', { param: place.param })
    return keys
      .toSorted((a, b) => Number(a) - Number(b))
      .map((key) => this.#value(of, value[key] ?? '', within(place, key, true)))
  }

  #map(of: ParamSchema, value: FormHash, place: Place): Record<string, unknown> {
    const values: Record<string, unknown> = {}
    for (const [key, inner] of Object.entries(value)) values[key] = this.#value(of, inner, within(place, key, true))
    if (place.key === 'metadata') checkMetadata(values, place.param)
    return values
  }
}
