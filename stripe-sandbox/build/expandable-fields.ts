import ts from 'typescript'
import type { SdkProgram } from './sdk-program.ts'

const MAX_DEPTH = 6

const objectNameOf = (checker: ts.TypeChecker, type: ts.Type, at: ts.Node): string | undefined => {
  const property = checker.getPropertyOfType(type, 'object')
  const id = checker.getPropertyOfType(type, 'id')
  if (property === undefined || id === undefined) return undefined
  const named = checker.getTypeOfSymbolAtLocation(property, at)
  return named.isStringLiteral() ? named.value : undefined
}

/** Finds every field that the types give as "an id or its object". */
export class ExpandableReader {
  readonly #checker: ts.TypeChecker
  readonly #at: ts.Node
  readonly #found: Record<string, string[]> = {}

  constructor(sdk: SdkProgram, at: ts.Node) {
    this.#checker = sdk.checker
    this.#at = at
  }

  read(type: ts.Type): Record<string, string[]> {
    this.#walk(type, [])
    return this.#found
  }

  #walk(type: ts.Type, path: readonly string[]): void {
    if (path.length >= MAX_DEPTH) return
    for (const property of this.#checker.getPropertiesOfType(type)) {
      this.#property(this.#checker.getTypeOfSymbolAtLocation(property, this.#at), [...path, property.name])
    }
  }

  #property(type: ts.Type, path: readonly string[]): void {
    const parts = type.isUnion() ? type.types : [type]
    const array = parts.find((part) => this.#checker.isArrayType(part))
    if (array !== undefined) {
      const [element] = this.#checker.getTypeArguments(array as ts.TypeReference)
      if (element !== undefined) this.#property(element, path)
      return
    }
    const objects = parts.filter((part) => part.flags & ts.TypeFlags.Object)
    const names = objects.flatMap((part) => objectNameOf(this.#checker, part, this.#at) ?? [])
    if (parts.some((part) => part.flags & ts.TypeFlags.String) && names.length > 0) {
      this.#found[path.join('.')] = [...new Set(names)].toSorted()
      return
    }
    for (const part of objects) {
      if (objectNameOf(this.#checker, part, this.#at) === undefined && !this.#isList(part)) this.#walk(part, path)
    }
  }

  #isList(type: ts.Type): boolean {
    return type.symbol?.name === 'ApiList' || type.getCallSignatures().length > 0
  }
}
