import ts from 'typescript'
import type { HashSchema, ParamSchema } from './schema-types.ts'

/** Stripe's number parameters are whole unless named here; the types only say `number`. */
export const FRACTIONS = new Set([
  'percent_off',
  'application_fee_percent',
  'amount_percent',
  'fee_percent',
  'percentage',
  'height',
  'length',
  'weight',
  'width',
  'latitude',
  'longitude',
])

export const isOpenEnd = (type: ts.Type): boolean =>
  type.isIntersection() && type.types.some((part) => part.flags & ts.TypeFlags.String)

const literalValues = (types: readonly ts.Type[]): string[] =>
  types.flatMap((type) => (type.isStringLiteral() && type.value !== '' ? [type.value] : []))

/** Reads parameter types. Enums stay closed although the types leave them open (`OtherString`): Stripe refuses others. */
export class ParamReader {
  readonly #checker: ts.TypeChecker

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker
  }

  hash(type: ts.Type, at: ts.Node): HashSchema {
    const fields: Record<string, ParamSchema> = {}
    const required: string[] = []
    for (const property of this.#checker.getPropertiesOfType(type)) {
      const propertyType = this.#checker.getTypeOfSymbolAtLocation(property, at)
      fields[property.name] = this.#schema(propertyType, property.name, at)
      if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name)
    }
    return { type: 'hash', fields, required: required.toSorted() }
  }

  #schema(type: ts.Type, name: string, at: ts.Node): ParamSchema {
    const parts = type.isUnion() ? type.types : [type]
    const known = parts.filter((part) => !(part.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)))
    const emptyable = known.some((part) => part.isStringLiteral() && part.value === '')
    const values = literalValues(known)
    const others = known.filter((part) => !part.isStringLiteral() && !isOpenEnd(part))
    const choices = this.#choices(values, others, name, at)
    // A parameter that can only be unset has no choice left.
    const [only = { type: 'enum', values: [] }] = choices
    const schema: ParamSchema = choices.length > 1 ? { type: 'union', any: choices } : only
    return emptyable ? { ...schema, emptyable: true } : schema
  }

  #choices(values: readonly string[], others: readonly ts.Type[], name: string, at: ts.Node): ParamSchema[] {
    const choices: ParamSchema[] = values.length > 0 ? [{ type: 'enum', values: values.toSorted() }] : []
    if (others.some((other) => other.flags & ts.TypeFlags.BooleanLike)) choices.push({ type: 'boolean' })
    for (const other of others)
      if (!(other.flags & ts.TypeFlags.BooleanLike)) choices.push(this.#single(other, name, at))
    const seen = new Set<string>()
    return choices.filter((choice) => !seen.has(JSON.stringify(choice)) && seen.add(JSON.stringify(choice)))
  }

  #single(type: ts.Type, name: string, at: ts.Node): ParamSchema {
    if (type.flags & ts.TypeFlags.StringLike) return { type: 'string' }
    if (type.flags & ts.TypeFlags.NumberLike) return { type: FRACTIONS.has(name) ? 'number' : 'integer' }
    if (type.getProperty('toFixed') !== undefined) return { type: 'decimal' }
    if (this.#checker.isArrayType(type)) {
      const [element] = this.#checker.getTypeArguments(type as ts.TypeReference)
      if (element === undefined) throw new Error(`Array without element type: ${name}`)
      return { type: 'array', of: this.#schema(element, name, at) }
    }
    if (type.symbol?.name === 'MetadataParam') return { type: 'map', of: { type: 'string', emptyable: true } }
    const index = type.getStringIndexType()
    if (index !== undefined) return { type: 'map', of: this.#schema(index, name, at) }
    return this.hash(type, at)
  }
}
