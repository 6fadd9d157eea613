import { z } from 'zod'
import { ERRORS, type ErrorCode } from './errors.ts'

/** Dotted names only: no slash, no dot-dot, nothing that could leave `/trpc/` when it becomes a URL. */
export const procedurePathSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z][\w-]*(\.[A-Za-z][\w-]*)*$/)

/** Ids count up within one document; a repeated or older one is dropped as a duplicate. */
const callIdSchema = z.int().positive()

/** Page → main. */
export const requestSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('call'),
    id: callIdSchema,
    type: z.enum(['query', 'mutation', 'subscription']),
    path: procedurePathSchema,
    input: z.unknown().optional(),
  }),
  z.strictObject({ kind: z.literal('abort'), id: callIdSchema }),
])
export type BridgeRequest = z.infer<typeof requestSchema>
export type BridgeCall = Extract<BridgeRequest, { kind: 'call' }>

/** tRPC's own error shape. Whatever the companion adds to `data` passes unchanged. */
export const errorShapeSchema = z.looseObject({
  code: z.number(),
  message: z.string(),
  data: z.looseObject({ code: z.string(), httpStatus: z.number() }),
})
export type BridgeErrorShape = z.infer<typeof errorShapeSchema>

/** Main → page. `event` is one item of a subscription, `{ id, data }` where the server tracks its items. */
export const replySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('result'), id: callIdSchema, data: z.unknown().optional() }),
  z.strictObject({ kind: z.literal('error'), id: callIdSchema, error: errorShapeSchema }),
  z.strictObject({ kind: z.literal('started'), id: callIdSchema }),
  z.strictObject({ kind: z.literal('event'), id: callIdSchema, data: z.unknown().optional() }),
  z.strictObject({
    kind: z.literal('connection'),
    id: callIdSchema,
    state: z.enum(['connecting', 'pending']),
    error: errorShapeSchema.nullable(),
  }),
  z.strictObject({ kind: z.literal('stopped'), id: callIdSchema }),
])
export type BridgeReply = z.infer<typeof replySchema>

/** JSON-RPC numbers that tRPC gives to HTTP's; what isn't listed is "internal error". */
const RPC_CODES: Readonly<Record<number, number>> = {
  400: -32600,
  401: -32001,
  403: -32003,
  404: -32004,
  409: -32009,
  413: -32013,
  429: -32029,
}

/**
 * A refusal that the desktop makes itself, in the shape of the companion's own, so that the desk has one way of
 * showing both. `message` and `retryable` replace what follows from the catalogue where the desktop knows better.
 */
export const refusalShape = (
  code: ErrorCode,
  path: string,
  exact: { readonly message?: string | undefined; readonly retryable?: boolean | undefined } = {},
): BridgeErrorShape => {
  const { status, text, next } = ERRORS[code]
  const retryable = exact.retryable ?? (status === 503 || status === 429)
  return {
    code: RPC_CODES[status] ?? -32603,
    message: exact.message ?? text,
    data: { code, httpStatus: status, path, next, requestId: null, retryable },
  }
}
