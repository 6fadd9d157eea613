import ts from 'typescript'
import { FRACTIONS, isOpenEnd } from './param-schema.ts'
import type { ResponseHash, ResponseShape } from './schema-types.ts'

/** Numbers of answers, beside those of parameters, that may have a fraction. */
const FRACTIONAL_ANSWERS = new Set(['aggregated_value', 'effective_percentage', 'exchange_rate', 'percentage_decimal'])

export interface NamedObject {
  readonly name: string
  readonly isDeleted: boolean
}

/** Reads types of answers. Enums stay closed although the types leave them open: the sandbox knows one version only. */
export class ShapeReader {
  readonly #checker: ts.TypeChecker
  readonly #at: ts.Node

  constructor(checker: ts.TypeChecker, at: ts.Node) {
    this.#checker = checker
    this.#at = at
  }

  /** Stripe's objects say what they are; nothing else has a literal `object`. */
  named(type: ts.Type): NamedObject | undefined {
    const property = this.#checker.getPropertyOfType(type, 'object')
    const named = property && this.#checker.getTypeOfSymbolAtLocation(property, this.#at)
    if (!named?.isStringLiteral() || named.value === 'list') return undefined
    const deleted = this.#checker.getPropertyOfType(type, 'deleted')
    const isDeleted =
      deleted !== undefined && this.#checker.typeToString(this.#checker.getTypeOfSymbol(deleted)) === 'true'
    return { name: named.value, isDeleted }
  }

  hash(type: ts.Type): ResponseHash {
    const fields: Record<string, ResponseShape> = {}
    const optional: string[] = []
    for (const property of this.#checker.getPropertiesOfType(type)) {
      const shape = this.shape(this.#checker.getTypeOfSymbolAtLocation(property, this.#at), property.name)
      // `deleted?: void` says that a field is never there.
      if (shape === undefined) continue
      fields[property.name] = shape
      if (property.flags & ts.SymbolFlags.Optional) optional.push(property.name)
    }
    return { type: 'hash', fields, optional: optional.toSorted() }
  }

  /** Undefined for what is never sent. */
  shape(type: ts.Type, name: string): ResponseShape | undefined {
    const parts = (type.isUnion() ? type.types : [type]).filter(
      (part) => !(part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.Never)),
    )
    const values = parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : [])).toSorted()
    const others = parts.filter((part) => !part.isStringLiteral() && !isOpenEnd(part))
    const choices: ResponseShape[] = values.length > 0 ? [{ type: 'enum', values }] : []
    for (const other of others) choices.push(this.#single(other, name))
    const distinct = [...new Map(choices.map((choice) => [JSON.stringify(choice), choice])).values()]
    const [only] = distinct
    return distinct.length > 1 ? { type: 'union', any: distinct } : only
  }

  #single(type: ts.Type, name: string): ResponseShape {
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' }
    if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' }
    if (type.flags & ts.TypeFlags.StringLike) return { type: 'string' }
    if (type.flags & ts.TypeFlags.NumberLike) return { type: isFraction(name) ? 'number' : 'integer' }
    if (type.getProperty('toFixed') !== undefined) return { type: 'decimal' }
    if (this.#checker.isArrayType(type)) return { type: 'array', of: this.#element(type, name) }
    if (type.symbol?.name === 'ApiList') return { type: 'list', of: this.#element(type, name) }
    return this.#object(type, name)
  }

  #element(type: ts.Type, name: string): ResponseShape {
    const [element] = this.#checker.getTypeArguments(type as ts.TypeReference)
    const shape = element && this.shape(element, name)
    if (shape === undefined) throw new Error(`List without element type: ${name}`)
    return shape
  }

  #object(type: ts.Type, name: string): ResponseShape {
    const object = this.named(type)
    if (object !== undefined)
      return object.isDeleted
        ? { type: 'object', name: object.name, isDeleted: true }
        : { type: 'object', name: object.name }
    const index = type.getStringIndexType()
    if (index !== undefined) return { type: 'map', of: this.shape(index, name) ?? { type: 'any' } }
    return this.#checker.getPropertiesOfType(type).length === 0 ? { type: 'any' } : this.hash(type)
  }
}

const isFraction = (name: string): boolean => FRACTIONS.has(name) || FRACTIONAL_ANSWERS.has(name)

/** Names of the objects that are contained whole, where no id could stand instead. */
export const containedIn = (shape: ResponseShape): string[] => {
  if (shape.type === 'object') return [shape.name]
  if (shape.type === 'hash') return Object.values(shape.fields).flatMap(containedIn)
  if (shape.type === 'union')
    return shape.any.some(({ type }) => type === 'string') ? [] : shape.any.flatMap(containedIn)
  return 'of' in shape ? containedIn(shape.of) : []
}
