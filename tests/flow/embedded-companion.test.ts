// Guarantee: the companion beside the desk answers only through its own door, never with a live key, never twice on one
// folder, and what can't start says why.
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SAMPLE_PASSWORD, SAMPLE_STAFF } from '../../server/features/staff/sample-rules.ts'
import { type Embedded, type EmbeddedOptions, startEmbedded } from '../../server/app/embedded.ts'

const folders: string[] = []
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'countersign-embedded-'))
  folders.push(made)
  return made
}

const options = (over: Partial<EmbeddedOptions> = {}): EmbeddedOptions => ({
  dataFolder: folder(),
  port: 0,
  isSample: false,
  launchToken: null,
  deskFolder: null,
  logLevel: 'silent',
  ...over,
})

const repository = join(import.meta.dirname, '../..')

/** Another process takes the folder, and keeps it until it is killed as a crash would. */
const holdElsewhere = async (inner: string) => {
  const module = pathToFileURL(join(repository, 'server/app/lock-folder.ts')).href
  const code = `import { lockFolder } from '${module}'
    lockFolder(${JSON.stringify(inner)}); console.log('held'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return {
    pid: child.pid,
    kill: async () => {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

const messageOf = (starting: Promise<Embedded>): Promise<string> =>
  starting.then(
    async (embedded) => {
      await embedded.stop()
      return 'started'
    },
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )

afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true })
})

describe('starting', () => {
  test('a live key is refused, and the message says where real work runs', async () => {
    for (const stripeKey of ['sk_live_abc', 'rk_live_abc']) {
      const message = await messageOf(startEmbedded(options({ stripeKey })))
      expect(message).toContain('takes no live Stripe key')
      expect(message).toContain('npm run companion -- serve')
      expect(message).not.toContain(stripeKey)
    }
  })

  test('a second companion on the same folder is refused by name; a crash frees it, a stale number never holds it', async () => {
    const dataFolder = folder()
    const sample = join(dataFolder, 'sample')
    const holder = await holdElsewhere(sample)
    expect(await messageOf(startEmbedded(options({ dataFolder })))).toContain(`in use by process ${holder.pid}`)
    await holder.kill()
    expect(readFileSync(join(sample, 'companion.pid'), 'utf8')).toBe(String(holder.pid))
    expect(await messageOf(startEmbedded(options({ dataFolder })))).toBe('started')
    // The number that a crash left behind belongs to somebody else by now.
    writeFileSync(join(sample, 'companion.pid'), String(process.ppid))
    expect(await messageOf(startEmbedded(options({ dataFolder })))).toBe('started')
  })

  test('nor twice in one process', async () => {
    const dataFolder = folder()
    const first = await startEmbedded(options({ dataFolder }))
    expect(await messageOf(startEmbedded(options({ dataFolder })))).toContain(`in use by process ${process.pid}`)
    await first.stop()
    expect(await messageOf(startEmbedded(options({ dataFolder })))).toBe('started')
  })

  test('a real test account shares nothing with the sample, nor with another test account', async () => {
    const dataFolder = folder()
    expect(await messageOf(startEmbedded(options({ dataFolder, isSample: true })))).toBe('started')
    for (const stripeKey of ['sk_test_one', 'sk_test_two']) {
      const embedded = await startEmbedded(options({ dataFolder, stripeKey, isSample: true }))
      const methods = await (await fetch(`${embedded.url}/auth/methods`)).json()
      expect(methods).toMatchObject({ sampleAccounts: [], firstRun: true })
      const body = JSON.stringify({ email: SAMPLE_STAFF[0]?.email, password: SAMPLE_PASSWORD })
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${embedded.url}/auth/local`, { method: 'POST', headers, body })
      expect(answer.status).toBe(401)
      await embedded.stop()
    }
    const names = readdirSync(dataFolder)
    expect(names).toHaveLength(3)
    expect(names).toContain('sample')
    expect(names.filter((name) => /^stripe-[0-9a-f]{12}$/.test(name))).toHaveLength(2)
    const secrets = names.map((name) => readFileSync(join(dataFolder, name, 'secret'), 'utf8'))
    expect(new Set(secrets).size).toBe(3)
  })

  test('the desktop’s process says what failed, and ends', async () => {
    const child = fork(join(repository, 'server/app/embedded-process.ts'), {
      execArgv: ['--import', join(repository, 'tests/support/electron-stand-in/utility-child.ts')],
      env: {
        ...process.env,
        COUNTERSIGN_STRIPE_KEY: 'sk_live_abc',
        COUNTERSIGN_EMBEDDED_OPTIONS: JSON.stringify(options()),
      },
    })
    const said: unknown[] = []
    child.on('message', (message) => said.push(message))
    const code = await new Promise((resolve) => child.once('exit', resolve))
    expect(said).toEqual([{ type: 'failed', reason: expect.stringContaining('takes no live Stripe key') }])
    expect(code).toBe(1)
  })

  test('a port in use is told as such', async () => {
    const other: Server = createServer()
    await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready))
    const { port } = other.address() as AddressInfo
    expect(await messageOf(startEmbedded(options({ port })))).toContain('EADDRINUSE')
    other.close()
  })

  test('the secret is made once and readable by its owner only', async () => {
    const dataFolder = folder()
    expect(await messageOf(startEmbedded(options({ dataFolder })))).toBe('started')
    const secret = readFileSync(join(dataFolder, 'sample', 'secret'), 'utf8')
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(statSync(join(dataFolder, 'sample', 'secret')).mode & 0o777).toBe(0o600)
    expect(await messageOf(startEmbedded(options({ dataFolder })))).toBe('started')
    expect(readFileSync(join(dataFolder, 'sample', 'secret'), 'utf8')).toBe(secret)
  })
})

describe('the door', () => {
  let embedded: Embedded
  const deskFolder = folder()
  const LAUNCH = 'a-launch-token'
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${embedded.url}${path}`, { headers: { 'x-countersign-launch': LAUNCH, ...headers }, redirect: 'manual' })

  beforeAll(async () => {
    writeFileSync(join(deskFolder, 'index.html'), '<!doctype html><html><head><title>Desk</title></head></html>')
    embedded = await startEmbedded(options({ launchToken: LAUNCH, deskFolder }))
  })
  afterAll(() => embedded.stop())

  test('without this launch’s token, or with another, nothing is answered', async () => {
    for (const token of ['', 'another-token', LAUNCH.slice(1)]) {
      const answer = await get('/healthz', { 'x-countersign-launch': token })
      expect(answer.status).toBe(403)
      expect(await answer.json()).toMatchObject({ error: { code: 'CROSS_SITE' } })
    }
    expect((await get('/healthz')).status).toBe(200)
  })

  test('a rebound name does not get in, even with the token', async () => {
    const { request } = await import('node:http')
    const status = await new Promise<number>((done) => {
      const asked = request(`${embedded.url}/healthz`, {
        headers: { host: 'evil.example', 'x-countersign-launch': LAUNCH },
      })
      asked.on('response', (response) => done(response.statusCode ?? 0))
      asked.end()
    })
    expect(status).toBe(403)
  })

  test('health, readiness and metrics', async () => {
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready' })
    const metrics = await (await get('/metrics')).text()
    expect(metrics).toContain('countersign_up{part="database"} 1')
    expect(metrics).toContain('countersign_up{part="stripe"} 1')
    expect(metrics).toMatch(
      /countersign_http_request_duration_seconds_count\{method="GET",route="\/readyz",status="200"\}/,
    )
  })

  test('the desk carries a new nonce at each load, in page and policy', async () => {
    const nonces = new Set<string>()
    for (let i = 0; i < 3; i++) {
      const answer = await get('/desk/')
      const nonce = /nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ?? ''
      expect(await answer.text()).toContain(`<meta property="csp-nonce" nonce="${nonce}">`)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      nonces.add(nonce)
    }
    expect(nonces.size).toBe(3)
  })

  test('paths that lead out of the desk’s folder lead nowhere', async () => {
    for (const path of ['/desk/assets/../../secret', '/desk/assets/%2e%2e/%2e%2e/secret', '/desk/secret']) {
      expect((await get(path)).status).toBe(404)
    }
  })

  test('what is unknown, too large or no JSON is a typed refusal with an id', async () => {
    const missing = await get('/nowhere')
    expect(missing.status).toBe(404)
    expect(await missing.json()).toMatchObject({
      error: { code: 'NOT_FOUND', requestId: missing.headers.get('x-request-id') },
    })
    const post = (body: string) =>
      fetch(`${embedded.url}/auth/local`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'x-countersign-launch': LAUNCH },
      })
    expect((await post('{"email":')).status).toBe(400)
    expect((await post(JSON.stringify({ email: 'x'.repeat(2_000_000) }))).status).toBe(413)
  })

  test('a staff call without a session is refused with its code and what to do next', async () => {
    const answer = await get('/trpc/teams.mine')
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({
      error: { data: { code: 'SIGN_IN_REQUIRED', next: 'Sign in and try again.' } },
    })
  })

  test('an unknown procedure and a batch are refused, not guessed', async () => {
    const unknown = await get('/trpc/teams.nothing')
    expect(unknown.status).toBe(404)
    expect(await unknown.json()).toMatchObject({ error: { data: { code: 'NOT_FOUND' } } })
    expect((await get('/trpc/teams.mine,staff.me?batch=1')).status).toBeGreaterThanOrEqual(400)
  })
})
