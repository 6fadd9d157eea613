import { LICENSE_ERROR, LICENSE_OPERATIONS, type LicenseOperation } from '@countersign/shared/licenses-api'
import { z } from 'zod'

type Json = Readonly<Record<string, unknown>>

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' })
  return rest
}

const content = (schema: Json): Json => ({ 'application/json': { schema } })

const failure = (description: string): Json => ({ description, content: content(schemaOf(LICENSE_ERROR, 'output')) })

const operationOf = (name: string, { summary, call, replies }: LicenseOperation): Json => {
  const schemas = replies.map((reply) => schemaOf(reply, 'output'))
  const [only] = schemas
  return {
    operationId: name,
    summary,
    ...(call ? { requestBody: { required: true, content: content(schemaOf(call, 'input')) } } : {}),
    responses: {
      200: {
        description: 'An answer of the rules',
        content: content(schemas.length === 1 && only ? only : { oneOf: schemas }),
      },
      ...(call
        ? { 400: failure('Malformed'), 413: failure('Too large'), 429: failure('Too many; retry-after says when') }
        : {}),
      503: failure('An outage; send the same again'),
    },
  }
}

/** OpenAPI 3.1 of the licence API, made from the schemas that the routes check by. */
export const describeApi = (version: string): Json => ({
  openapi: '3.1.0',
  info: { title: 'Licence API', version },
  paths: Object.fromEntries(
    Object.entries<LicenseOperation>(LICENSE_OPERATIONS).map(([name, operation]) => [
      operation.path,
      { [operation.method]: operationOf(name, operation) },
    ]),
  ),
})
