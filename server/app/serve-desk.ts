import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { contentPolicy, withNonce } from '@countersign/shared/content-policy'
import type { FastifyInstance } from 'fastify'

const YEAR_S = 31_536_000

/** The same renderer as on the desktop, at /desk/. Hash history: there is one page, and its assets carry their hash. */
export const registerDesk = async (app: FastifyInstance, folder: string | null): Promise<void> => {
  app.get('/', (_request, reply) => reply.redirect('/desk/'))
  app.get('/desk', (_request, reply) => reply.redirect('/desk/'))
  if (folder === null || !existsSync(join(folder, 'index.html'))) {
    app.get('/desk/', (_request, reply) =>
      reply
        .code(404)
        .type('text/plain; charset=utf-8')
        .send('The desk is not built here. Build it with: npm run build\n'),
    )
    return
  }
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/desk/assets/',
    immutable: true,
    maxAge: YEAR_S * 1000,
    decorateReply: false,
  })
  const page = async () => {
    const nonce = randomBytes(16).toString('base64')
    return { html: withNonce(await readFile(join(folder, 'index.html'), 'utf8'), nonce), nonce }
  }
  app.get('/desk/', async (_request, reply) => {
    const { html, nonce } = await page()
    return reply
      .header('content-security-policy', contentPolicy(nonce, "'self'"))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(html)
  })
}
