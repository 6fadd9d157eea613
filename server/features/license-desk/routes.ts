import { createHash, timingSafeEqual } from 'node:crypto'
import { registerReleaseInputSchema } from '@countersign/shared/features/license-desk'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { readRegister } from './read-register.ts'
import { registerRelease } from './register-release.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Digests are of one length, so the comparison tells nothing of the token. */
const isToken = (request: FastifyRequest, token: string): boolean => {
  const [, given = ''] = /^Bearer (.{1,200})$/.exec(request.headers.authorization ?? '') ?? []
  return timingSafeEqual(digest(given), digest(token))
}

const bodySchema = registerReleaseInputSchema.pick({ releasedOn: true, reason: true }).partial({ reason: true })
const paramsSchema = registerReleaseInputSchema.pick({ product: true, version: true })

const read = <T>(result: { success: true; data: T } | { success: false }): T => {
  if (!result.success) throw new AppError('INPUT_INVALID')
  return result.data
}

/** For a build that publishes versions: `PUT /v1/releases/PRODUCT/VERSION` with a day. Without a token there is no such door. */
export const registerReleaseRoutes = (app: FastifyInstance, kernel: Kernel, token: string | null): void => {
  if (token === null) return
  const actor = systemActor('release-register')
  app.put('/v1/releases/:product/:version', async (request, reply) => {
    if (!isToken(request, token)) throw new AppError('SIGN_IN_REQUIRED')
    const { releasedOn, reason = null } = read(bodySchema.safeParse(request.body))
    const named = read(paramsSchema.safeParse(request.params))
    const { isNews } = await registerRelease(kernel, { actor, requestId: request.id }, { ...named, releasedOn, reason })
    return reply.code(isNews ? 201 : 200).send({ ...named, releasedOn })
  })
  app.get('/v1/releases/:product', async (request, reply) => {
    if (!isToken(request, token)) throw new AppError('SIGN_IN_REQUIRED')
    const { product } = read(paramsSchema.pick({ product: true }).safeParse(request.params))
    return reply.send({ releases: (await readRegister(kernel.db, product)).releases })
  })
}
