import ts from 'typescript'
import { isChecked, readRequests } from './endpoints.ts'
import { containedIn, ShapeReader } from './response-shapes.ts'
import type { AnswerShape, ObjectShapes } from './schema-types.ts'
import type { SdkProgram } from './sdk-program.ts'

/** Objects of the sandbox that no checked resource declares and no answer contains whole. */
const ALSO = ['customer_balance_transaction', 'event']

interface Declared {
  readonly type: ts.Type
  readonly node: ts.InterfaceDeclaration
}

interface Found {
  /** `customer`, or `customer deleted` for what stands for a deleted one. */
  readonly objects: Map<string, Declared>
  readonly events: Map<string, string[]>
  readonly roots: Set<string>
}

const keyOf = (name: string, isDeleted: boolean): string => (isDeleted ? `${name} deleted` : name)

const objectsOfEvent = (reader: ShapeReader, checker: ts.TypeChecker, { type, node }: Declared): string[] => {
  const inside = (from: ts.Type, name: string): ts.Type | undefined => {
    const property = checker.getPropertyOfType(from, name)
    return property && checker.getTypeOfSymbolAtLocation(property, node)
  }
  const whole = inside(inside(type, 'data') ?? type, 'object')
  if (whole === undefined) return []
  return (whole.isUnion() ? whole.types : [whole]).flatMap((part) => reader.named(part)?.name ?? []).toSorted()
}

const noteEvent = (found: Found, reader: ShapeReader, checker: ts.TypeChecker, declared: Declared): void => {
  const { type, node } = declared
  if (node.name.text === 'EventBase') found.objects.set('event', declared)
  const named = checker.getPropertyOfType(type, 'type')
  const literal = named && checker.getTypeOfSymbolAtLocation(named, node)
  if (literal?.isStringLiteral()) found.events.set(literal.value, objectsOfEvent(reader, checker, declared))
}

const readDeclared = ({ checker, sources }: SdkProgram): Found => {
  const found: Found = { objects: new Map(), events: new Map(), roots: new Set(ALSO) }
  for (const source of sources) {
    source.forEachChild((node) => {
      if (!ts.isInterfaceDeclaration(node) || node.name.text.endsWith('Params')) return
      const declared = { node, type: checker.getTypeAtLocation(node) }
      const reader = new ShapeReader(checker, node)
      const object = reader.named(declared.type)
      if (object === undefined) return
      if (object.name === 'event') {
        noteEvent(found, reader, checker, declared)
        return
      }
      found.objects.set(keyOf(object.name, object.isDeleted), declared)
      if (isChecked(source)) found.roots.add(object.name)
    })
  }
  return found
}

/** Sources of money that the sandbox does not have, and that lead to all of Stripe. */
const LEFT_OUT = new Set(['account', 'bank_account', 'card', 'source'])

/** Shapes of the checked resources' objects and of whatever those contain whole. */
const readShapes = ({ checker }: SdkProgram, { objects, roots }: Found): ObjectShapes => {
  const shapes: Record<string, ObjectShapes[string]> = {}
  // A set may grow while it is gone through.
  for (const name of roots) {
    for (const key of [name, keyOf(name, true)]) {
      const declared = objects.get(key)
      if (declared === undefined || LEFT_OUT.has(name)) continue
      const shape = new ShapeReader(checker, declared.node).hash(declared.type)
      shapes[key] = shape
      for (const contained of containedIn(shape)) roots.add(contained)
    }
  }
  return shapes
}

const argumentsOf = (node: ts.TypeNode | undefined): { name: string; of: ts.TypeNode | undefined } => {
  if (node === undefined || !ts.isTypeReferenceNode(node)) return { name: '', of: undefined }
  return { name: node.typeName.getText(), of: node.typeArguments?.[0] }
}

const PAGES: Readonly<Record<string, AnswerShape['page']>> = {
  ApiListPromise: 'list',
  ApiSearchResultPromise: 'search_result',
}

/** What each endpoint of a checked resource answers with, by its method's declared result. */
const readAnswers = (sdk: SdkProgram): Record<string, AnswerShape> => {
  const answers: Record<string, AnswerShape> = {}
  for (const { request, method } of readRequests(sdk)) {
    const outer = argumentsOf(method.type)
    const page = PAGES[outer.name]
    const of = page === undefined ? argumentsOf(outer.of).of : outer.of
    if (of === undefined) continue
    const shape = new ShapeReader(sdk.checker, method).shape(sdk.checker.getTypeFromTypeNode(of), '')
    if (shape !== undefined) answers[request] = page === undefined ? { shape } : { page, shape }
  }
  return answers
}

export interface ResponseTables {
  readonly shapes: ObjectShapes
  readonly answers: Readonly<Record<string, AnswerShape>>
  /** Event type → what `data.object` is. */
  readonly events: Readonly<Record<string, readonly string[]>>
}

export const readResponses = (sdk: SdkProgram): ResponseTables => {
  const found = readDeclared(sdk)
  const answers = readAnswers(sdk)
  for (const { shape } of Object.values(answers)) for (const name of containedIn(shape)) found.roots.add(name)
  return { shapes: readShapes(sdk, found), answers, events: Object.fromEntries(found.events) }
}
