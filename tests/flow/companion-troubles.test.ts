// Guarantee: a companion in trouble says so and ends cleanly: a watched stream never holds up a stop, a lost database is
// told by what watches it, and a start that fails leaves nothing running.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as listenTo, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../server/adapters/database/open-database.ts'
import { loadConfig } from '../../server/app/config.ts'
import { createServer } from '../../server/app/create-server.ts'
import { type Embedded, startEmbedded } from '../../server/app/embedded.ts'
import { readHealth } from '../../server/app/read-health.ts'
import { startCompanion } from '../../server/app/start-companion.ts'
import { SAMPLE_PASSWORD, SAMPLE_STAFF } from '../../server/features/staff/sample-rules.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { aKernel } from './audit-kernel.ts'

const folders: string[] = []
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'countersign-troubles-'))
  folders.push(made)
  return made
}
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true })
})

const freePort = async (): Promise<number> => {
  const server: Server = listenTo()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

/** A fill that another replica works on, for longer than the test lasts: its progress is a stream without an end. */
const leaveFillRunning = async (dataFolder: string): Promise<void> => {
  const { db, close } = await openDatabase(`sqlite:${join(dataFolder, 'sample', 'countersign.sqlite')}`)
  const startedAt = Date.now() + 1000
  const lease = { leaseHolder: 'another', leaseUntil: startedAt + 600_000, fence: 1000 }
  const run = { id: 'run_other', resource: 'customers', counts: '{}', startedAt, cursor: null } as const
  await inTransaction(db, async (tx) => {
    const taken = await tx.updateTable('mirrorRun').set(lease).where('state', '=', 'running').executeTakeFirst()
    if (taken.numUpdatedRows > 0n) return
    const values = { ...run, ...lease, state: 'running', failure: null, finishedAt: null } as const
    await tx.insertInto('mirrorRun').values(values).execute()
  })
  await close()
}

const signIn = async ({ url }: Embedded): Promise<string> => {
  const body = JSON.stringify({ email: SAMPLE_STAFF[0]?.email, password: SAMPLE_PASSWORD })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/auth/local`, { method: 'POST', headers, body })
  return ((await answer.json()) as { token: string }).token
}

test('a stop ends the streams that desks watch, and does not wait for their readers', async () => {
  const dataFolder = folder()
  const options = { dataFolder, port: 0, isSample: true, launchToken: null, deskFolder: null, logLevel: 'silent' }
  const embedded = await startEmbedded(options)
  await leaveFillRunning(dataFolder)
  const headers = { authorization: `Bearer ${await signIn(embedded)}`, accept: 'text/event-stream' }
  const stream = await fetch(`${embedded.url}/trpc/mirror.progress`, { headers })
  expect(stream.headers.get('content-type')).toContain('text/event-stream')
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  while (!heard.includes('"running"')) heard += (await reader.read()).value
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise((resolve) => (timer = setTimeout(() => resolve('still waiting'), 2000)))
  expect(await Promise.race([embedded.stop().then(() => 'stopped'), tooLate])).toBe('stopped')
  clearTimeout(timer)
  // An end, not a broken connection: the reader may come back.
  while (!(await reader.read()).done);
})

describe('with the database down', () => {
  const said: Array<readonly [string, Record<string, unknown>, string]> = []
  const log = {
    info: (fields: Record<string, unknown>, text: string) => said.push(['info', fields, text]),
    warn: (fields: Record<string, unknown>, text: string) => said.push(['warn', fields, text]),
    error: (fields: Record<string, unknown>, text: string) => said.push(['error', fields, text]),
  }
  const signInOptions = { publicUrl: 'http://127.0.0.1:4870', oidc: null }

  const withoutDatabase = async (work: (kernel: Kernel, app: FastifyInstance) => Promise<void>): Promise<void> => {
    const { db, close } = await openDatabase(`postgres://nobody@127.0.0.1:${await freePort()}/none`)
    const stripe = { ping: async () => {} } as Kernel['stripe']
    const kernel: Kernel = { ...aKernel(db, { log }), stripe }
    const options = { signIn: signInOptions, trustedProxies: [], metricsToken: null, deskFolder: null, embedded: null }
    const app = await createServer(kernel, options)
    await work(kernel, app)
    await app.close()
    await close()
  }

  test('health and metrics still answer, and say which part is down', async () => {
    await withoutDatabase(async (kernel, app) => {
      expect(await readHealth(kernel)).toMatchObject({
        database: { isReady: false, latencyMs: null },
        stripe: { state: 'reachable' },
        mirror: { asOf: null },
        executions: null,
      })
      const metrics = await app.inject('/metrics')
      expect(metrics.statusCode).toBe(200)
      expect(metrics.body).toContain('countersign_up{part="database"} 0')
      expect(metrics.body).toContain('countersign_up{part="stripe"} 1')
      expect(metrics.body).toMatch(/^countersign_executions_oldest_due_seconds nan$/im)
    })
  })

  test.each([
    ['POST', '/auth/local'],
    ['GET', '/audit/export'],
  ] as const)('%s %s: a warning in the log that says what failed', async (method, url) => {
    said.length = 0
    const headers = { authorization: 'Bearer some-token' }
    const payload = { email: 'ines@desk.example', password: 'some password' }
    await withoutDatabase(async (_kernel, app) => {
      const answer = await app.inject({ method, url, headers, ...(method === 'POST' ? { payload } : {}) })
      expect(answer.statusCode).toBe(503)
      expect(answer.json()).toMatchObject({ error: { code: 'DATABASE_UNAVAILABLE' } })
      const failure = expect.stringContaining('database: unreachable')
      const fields = { path: url, code: 'DATABASE_UNAVAILABLE', failure, requestId: expect.any(String) }
      expect(said).toEqual([['warn', fields, 'gateway failed']])
    })
  })

  test('metrics without a token are refused to whoever comes through a proxy on this machine', async () => {
    await withoutDatabase(async (_kernel, app) => {
      for (const header of ['forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'X-Forwarded-Host']) {
        const answer = await app.inject({ url: '/metrics', headers: { [header]: '' } })
        expect([header, answer.statusCode]).toEqual([header, 403])
      }
    })
  })
})

test('a start that fails once it listens gives the port back', async () => {
  const port = await freePort()
  const { config, secrets } = loadConfig({
    COUNTERSIGN_DATABASE_URL: `sqlite:${join(folder(), 'desk.sqlite')}`,
    COUNTERSIGN_STRIPE_KEY: 'sk_test_x',
    COUNTERSIGN_SECRET: 'x'.repeat(40),
    COUNTERSIGN_LISTEN: `127.0.0.1:${port}`,
    COUNTERSIGN_LOG_LEVEL: 'silent',
  })
  // Read for the jobs and for the log line only, so that it fails after listening.
  const settings = Object.defineProperty({ ...config.settings }, 'replica', {
    get: () => {
      throw new Error('no name')
    },
  })
  const options = { deskFolder: null, embedded: null, hasSampleStaff: false }
  await expect(startCompanion({ ...config, settings }, secrets, options)).rejects.toThrow('no name')
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow('fetch failed')
})
