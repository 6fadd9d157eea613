import { writeFileSync } from 'node:fs'
import ts from 'typescript'
import { readEndpoints } from './endpoints.ts'
import { ExpandableReader } from './expandable-fields.ts'
import { readResponses } from './response-tables.ts'
import { openSdk, type SdkProgram } from './sdk-program.ts'

const readExpandables = (sdk: SdkProgram): Record<string, Record<string, string[]>> => {
  const found: Record<string, Record<string, string[]>> = {}
  for (const source of sdk.sources) {
    source.forEachChild((node) => {
      if (!ts.isInterfaceDeclaration(node) || /Params$|Event$|^Deleted/.test(node.name.text)) return
      const type = sdk.checker.getTypeAtLocation(node)
      const object = type.getProperty('object')
      const name = object && sdk.checker.getTypeOfSymbolAtLocation(object, node)
      if (!name?.isStringLiteral() || type.getProperty('id') === undefined) return
      const fields = new ExpandableReader(sdk, node).read(type)
      if (Object.keys(fields).length > 0) found[name.value] = fields
    })
  }
  return found
}

const readEventTypes = (sdk: SdkProgram): string[] => {
  const source = sdk.sources.find(({ fileName }) => fileName.endsWith('/resources/Events.d.ts'))
  const found = source?.text.matchAll(/^\s+type: '([a-z_.]+)';/gm) ?? []
  return [...new Set([...found].flatMap(([, type]) => type ?? []))].toSorted()
}

const byKey = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value

const asRecord = (entries: Record<string, unknown>): string =>
  Object.keys(entries)
    .toSorted()
    .map((key) => `  ${JSON.stringify(key)}: ${JSON.stringify(entries[key], byKey)},`)
    .join('\n')

const asList = (values: readonly string[]): string => values.map((value) => `  ${JSON.stringify(value)},`).join('\n')

const HEADER = `// Generated from the installed SDK's types by stripe-sandbox/build/derive-tables.ts; do not edit.\n`

/** The generated files by name; a test makes them again and compares. */
export const deriveTables = (): Record<string, string> => {
  const sdk = openSdk()
  const { known, params } = readEndpoints(sdk)
  const { shapes, answers, events } = readResponses(sdk)
  return {
    'params.generated.ts': `${HEADER}import type { HashSchema } from '../build/schema-types.ts'\n\nexport const paramsByEndpoint: Readonly<Record<string, HashSchema>> = {\n${asRecord(params)}\n}\n`,
    'endpoints.generated.ts': `${HEADER}export const knownEndpoints: readonly string[] = [\n${asList(known)}\n]\n`,
    'expandable.generated.ts': `${HEADER}import type { ExpandableFields } from '../build/schema-types.ts'\n\nexport const expandableFields: ExpandableFields = {\n${asRecord(readExpandables(sdk))}\n}\n`,
    'shapes.generated.ts': `${HEADER}import type { AnswerShape, ObjectShapes } from '../build/schema-types.ts'\n\nexport const objectShapes: ObjectShapes = {\n${asRecord(shapes)}\n}\n\n/** Endpoint → what it answers. */\nexport const answerShapes: Readonly<Record<string, AnswerShape>> = {\n${asRecord(answers)}\n}\n\n/** Event type → the names of the objects it may be about. */\nexport const eventObjects: Readonly<Record<string, readonly string[]>> = {\n${asRecord(events)}\n}\n`,
    'event-types.generated.ts': `${HEADER}export const eventTypes = [\n${asList(readEventTypes(sdk))}\n] as const\n\nexport type EventType = (typeof eventTypes)[number]\n`,
  }
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(deriveTables())) {
    writeFileSync(new URL(`../generated/${name}`, import.meta.url), text)
  }
}
