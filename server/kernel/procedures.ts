import { type ErrorCode, ERRORS } from '@countersign/shared/errors'
import { isPermitted, type Permission } from '@countersign/shared/roles'
import { initTRPC, TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import type { StaffActor } from './actor.ts'
import type { RequestContext } from './context.ts'
import { AppError, errorCodeOf, GatewayError } from './errors.ts'
import { logFailure } from './log-failure.ts'

interface ProcedureMeta {
  permission: Permission
}

const TRPC_CODES: Record<number, TRPCError['code']> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_SERVER_ERROR',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
}

const codeOfFailure = (error: TRPCError): ErrorCode => {
  if (error.code === 'BAD_REQUEST' && !(error.cause instanceof AppError)) return 'INPUT_INVALID'
  if (error.code === 'NOT_FOUND' && !error.cause) return 'NOT_FOUND'
  if (error.code === 'PAYLOAD_TOO_LARGE') return 'TOO_LARGE'
  return errorCodeOf(error.cause)
}

/** What of a failed input may be shown: which field, and what is wrong with it. */
const inputIssues = (cause: unknown) =>
  cause instanceof ZodError
    ? cause.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
    : undefined

const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error, ctx }) => {
      const code = codeOfFailure(error)
      const refusal = error.cause instanceof AppError ? error.cause : null
      return {
        code: shape.code,
        message: ERRORS[code].text,
        data: {
          code,
          httpStatus: ERRORS[code].status,
          path: shape.data.path,
          next: ERRORS[code].next,
          requestId: ctx?.requestId ?? null,
          retryable: error.cause instanceof GatewayError && error.cause.retryable,
          issues: error.code === 'BAD_REQUEST' ? inputIssues(error.cause) : undefined,
          ...(refusal?.data ? { refusal: refusal.data } : {}),
        },
      }
    },
  })

export const router = t.router

const asTrpcError = (cause: unknown): TRPCError => {
  const code = errorCodeOf(cause)
  return new TRPCError({
    code: TRPC_CODES[ERRORS[code].status] ?? 'INTERNAL_SERVER_ERROR',
    message: ERRORS[code].text,
    cause,
  })
}

const mapErrors = t.middleware(async ({ next, ctx, path }) => {
  const result = await next()
  if (result.ok) return result
  const cause = result.error.cause ?? result.error
  // Only the parser of an input throws this code: a ZodError from anywhere else is our own bug.
  if (result.error.code === 'BAD_REQUEST' && !(cause instanceof AppError)) return result
  logFailure(ctx.kernel.log, { requestId: ctx.requestId, path }, cause)
  return { ...result, error: asTrpcError(cause) }
})

const checkPermission = t.middleware(({ next, ctx, meta }) => {
  const permission = meta?.permission
  if (!permission) throw new Error('a procedure without a permission')
  if (isPermitted(permission, ctx.staff?.roles ?? [])) return next()
  throw ctx.staff ? new AppError('FORBIDDEN', { data: { permission } }) : new AppError('SIGN_IN_REQUIRED')
})

/** The only way to make a procedure for signed-in staff: it states its permission, which is checked here and nowhere else. */
export const staffProcedure = (permission: Permission) =>
  t.procedure
    .meta({ permission })
    .use(mapErrors)
    .use(checkPermission)
    .use(({ next, ctx }) => next({ ctx: { ...ctx, staff: ctx.staff as StaffActor } }))

/** Who asks, and in which request: what the log names. */
export const askingOf = ({ staff, requestId }: { staff: StaffActor; requestId: string }) => ({
  actor: staff,
  requestId,
})
