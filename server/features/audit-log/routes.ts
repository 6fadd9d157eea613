import { Readable } from 'node:stream'
import { isPermitted } from '@countersign/shared/roles'
import { dayOf, toIso } from '@countersign/shared/times'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { exportAudit } from './export-audit.ts'

export interface AuditRouteOptions {
  /** Who asks, or null. */
  authenticate(kernel: Kernel, request: FastifyRequest): Promise<StaffActor | null>
}

const sequenceSchema = z.coerce.number().int().min(1).optional()
const rangeSchema = z
  .strictObject({ from: sequenceSchema, to: sequenceSchema })
  .refine(({ from = 1, to = from }) => from <= to, { path: ['to'], message: 'comes before from' })

const rangeOf = (query: unknown): z.infer<typeof rangeSchema> => {
  const result = rangeSchema.safeParse(query)
  if (result.success) return result.data
  const issues = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  throw new AppError('INPUT_INVALID', { data: { issues } })
}

const permitted = (staff: StaffActor | null): StaffActor => {
  if (staff === null) throw new AppError('SIGN_IN_REQUIRED')
  if (!isPermitted('audit.export', staff.roles))
    throw new AppError('FORBIDDEN', { data: { permission: 'audit.export' } })
  return staff
}

/** REST, since an export is a file that streams for as long as the log is. */
export const registerAuditRoutes = (app: FastifyInstance, kernel: Kernel, options: AuditRouteOptions): void => {
  app.get('/audit/export', async (request, reply) => {
    const actor = permitted(await options.authenticate(kernel, request))
    const { lines } = await exportAudit(kernel, { actor, requestId: request.id, ...rangeOf(request.query) })
    const day = dayOf(toIso(kernel.clock.now()))
    return reply
      .header('content-type', 'application/jsonl; charset=utf-8')
      .header('content-disposition', `attachment; filename="audit-${day}.jsonl"`)
      .header('cache-control', 'no-store')
      .send(Readable.from(lines))
  })
}
