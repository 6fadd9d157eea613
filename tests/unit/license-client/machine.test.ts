import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LICENSE_CODES } from '@countersign/shared/license-codes'
import { afterAll, describe, expect, test } from 'vitest'
import { lineOf, REASONS, refusal } from '../../../license-client/client/reasons.ts'
import { createLicenseClient } from '../../../license-client/index.ts'
import { folderStore } from '../../../license-client/store/folder-store.ts'
import { EMPTY_STATE } from '../../../license-client/store/state.ts'
import { nextWaitMs } from '../../../license-client/time/pace.ts'
import { createTrustedTime, machineClock } from '../../../license-client/time/trusted-time.ts'
import { httpTransport } from '../../../license-client/wire/transport.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-client-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const never = new AbortController().signal

describe('reasons', () => {
  test('are there for every code of the server, each in one line', () => {
    expect(Object.keys(LICENSE_CODES).filter((code) => !(code in REASONS))).toEqual([])
    expect(Object.values(REASONS).filter(({ text }) => !/^[^\n]+[.]$/.test(text))).toEqual([])
  })
})

test.each([
  [
    { code: 'VERSION_NOT_COVERED', details: { newestCovered: { version: '2.9.1', releasedOn: '2026-05-30' } } },
    'No. Run version 2.9.1, the newest that is covered, or renew the updates.',
  ],
  [
    { code: 'FLEET_TOO_LARGE', details: { over: [{ name: 'end-devices', limit: 1000, count: 1001 }] } },
    'No. end-devices: 1001 of 1000. Do.',
  ],
  [
    { code: 'NOT_ACTIVE', details: { reason: 'Its subscription ended on\n1 Jun 2026.' } },
    'No. Its subscription ended on 1 Jun 2026. Do.',
  ],
  [{ code: 'OF_LATER_VERSIONS', details: {} }, 'No. Do.'],
])('a refusal says what it is about, in one line: %o', (said, line) => {
  expect(lineOf(refusal({ text: 'No.', next: 'Do.', ...said }))).toBe(line)
})

test('a refusal without words has ours', () => {
  const cause = refusal({ code: 'NOT_ACTIVE', text: '', next: ' ', details: {} })
  expect(lineOf(cause)).toBe('The license is not active. Pay what is open or renew; this unlocks by itself.')
})

describe('a folder on the machine’s disk', () => {
  test('keeps what was saved, for its owner alone, and leaves nothing half-made behind', async () => {
    const place = join(folder, 'kept', 'deep')
    const store = folderStore(place)
    const { condition, installId } = await store.load()
    expect(condition).toBe('fresh')
    expect(await store.save({ ...EMPTY_STATE, token: 'one' })).toBe(true)
    expect(await store.save({ ...EMPTY_STATE, token: 'two' })).toBe(true)
    expect(await folderStore(place).load()).toMatchObject({ condition: 'whole', installId, state: { token: 'two' } })
    expect(readdirSync(place).toSorted()).toEqual(['install.json', 'state-0.json', 'state-1.json'])
    expect(readdirSync(place).map((name) => statSync(join(place, name)).mode & 0o777)).toEqual([0o600, 0o600, 0o600])
  })

  test('gives one install id to however many begin in it at once', async () => {
    const place = join(folder, 'crowd')
    const loaded = await Promise.all(Array.from({ length: 12 }, () => folderStore(place).load()))
    expect(new Set(loaded.map(({ installId }) => installId)).size).toBe(1)
  })

  test('that can’t be read or written is told, and gives the same id each time', async () => {
    // A file where the folder should be, and a link that leads nowhere: neither can be made, whoever asks.
    writeFileSync(join(folder, 'a-file'), '')
    symlinkSync(join(folder, 'nowhere', 'at-all'), join(folder, 'a-link'))
    for (const name of ['a-file', 'a-link']) {
      const store = folderStore(join(folder, name))
      expect((await store.load()).installId).toMatch(/^[A-Za-z0-9_-]{16,64}$/)
      await expect(store.save(EMPTY_STATE)).rejects.toThrow(/E(NOTDIR|NOENT|EXIST)/)
    }
    const twice = [await folderStore(join(folder, 'a-file')).load(), await folderStore(join(folder, 'a-file')).load()]
    expect(twice[0]?.installId).toBe(twice[1]?.installId)
  })
})

describe('time', () => {
  test('goes on over a restart from what was kept, and a set-back clock costs a minute', () => {
    const at = (wallMs: number) => ({ wallMs: () => wallMs, monotonicMs: () => 0 })
    const kept = { trustedMs: 1_000_000, wallMs: 5_000_000 }
    expect(createTrustedTime({ clock: at(5_250_000), kept })).toMatchObject({ wasSetBack: false })
    expect(createTrustedTime({ clock: at(5_250_000), kept }).nowMs()).toBe(1_250_000)
    expect(createTrustedTime({ clock: at(4_000_000), kept }).nowMs()).toBe(1_060_000)
    expect(createTrustedTime({ clock: at(4_000_000), kept }).keep()).toEqual({
      trustedMs: 1_060_000,
      wallMs: 5_000_000,
    })
  })

  test('of the machine moves forward', () => {
    const before = machineClock.monotonicMs()
    expect(machineClock.monotonicMs()).toBeGreaterThanOrEqual(before)
    expect(Math.abs(machineClock.wallMs() - Date.now())).toBeLessThan(60_000)
  })
})

describe('waits', () => {
  const pace = { intervalMs: 3_600_000, longestRetryMs: 900_000, failures: 0, askedMs: null }

  test('are spread over the last fifth of the interval', () => {
    expect(nextWaitMs(pace, 0)).toBe(2_880_000)
    expect(nextWaitMs(pace, 0.5)).toBe(3_240_000)
    expect(nextWaitMs(pace, 1)).toBe(3_600_000)
  })

  test('after failures begin with seconds and double up to a quarter of an hour', () => {
    const waits = [1, 2, 3, 8, 9, 500].map((failures) => nextWaitMs({ ...pace, failures }, 1))
    // 5 s, doubled each time: 5 × 2⁷ = 640 s is the eighth, then it is 900 s.
    expect(waits).toEqual([5000, 10_000, 20_000, 640_000, 900_000, 900_000])
    expect(nextWaitMs({ ...pace, failures: 9, intervalMs: 60_000 }, 1)).toBe(60_000)
  })

  test('are never shorter than asked for, and asking for ever is heard for an hour', () => {
    expect(nextWaitMs({ ...pace, failures: 1, askedMs: 30_000 }, 0)).toBe(30_000)
    expect(nextWaitMs({ ...pace, failures: 1, askedMs: 30_000 }, 1)).toBe(36_000)
    expect(nextWaitMs({ ...pace, failures: 1, askedMs: 1e12 }, 0)).toBe(3_600_000)
  })
})

describe('the way to the server', () => {
  const serve = async (answer: RequestListener) => {
    const server = createServer(answer)
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    afterAll(() => server.close())
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const ask = (server: string) =>
    httpTransport(server)({ method: 'POST', path: '/v1/licenses/check', body: { a: 1 }, signal: never })

  test('is TLS, but to this machine', () => {
    expect(() => httpTransport('http://licenses.example.com')).toThrow(TypeError)
    expect(() => httpTransport('http://127.0.0.1.example.com')).toThrow(TypeError)
    expect(() => httpTransport('ftp://127.0.0.1')).toThrow(TypeError)
    expect(() => httpTransport('https://licenses.example.com')).not.toThrow()
  })

  test('keeps a path before ours, and brings the answer with what it asks for', async () => {
    const server = await serve((request, response) => {
      response.writeHead(429, { 'retry-after': '7' }).end(JSON.stringify({ url: request.url }))
    })
    expect(await ask(`${server}/behind/a/proxy`)).toEqual({
      status: 429,
      body: { url: '/behind/a/proxy/v1/licenses/check' },
      retryAfterMs: 7000,
    })
  })

  test('follows no redirect', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()
    })
    await expect(ask(server)).rejects.toThrow()
  })

  test('ends with an answer that doesn’t', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200)
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', pour)
      }
      pour()
    })
    await expect(ask(server)).rejects.toThrow('too long')
  })

  test.each([
    ['a page', '<html>Sign in to the network</html>', 'ANSWER_NOT_TRUSTED'],
    ['nothing', '', 'ANSWER_NOT_TRUSTED'],
    ['a verdict of nobody', '{"verdict":"perhaps"}', 'ANSWER_NOT_TRUSTED'],
    [
      'a lease that is none',
      '{"verdict":"ok","token":"t","lease":"a.b.c","checkEverySeconds":1}',
      'ANSWER_NOT_TRUSTED',
    ],
  ])('that answers with %s locks with a reason, not with an error', async (_what, text, code) => {
    const server = await serve((_request, response) => response.end(text))
    const client = createLicenseClient({
      server,
      key: 'CS-1',
      product: 'loomfield',
      version: '1.0.0',
      releasedOn: '2026-06-01',
      store: join(folder, `answers-${code}-${text.length}`),
    })
    expect(await client.check()).toMatchObject({ isLocked: true, code })
    expect(await client.describe()).toMatchObject({ isOk: false })
    expect(await client.release()).toEqual({ isOk: true })
    await client.stop()
  })
})

test.each([
  [{ product: 'Loom Field' }],
  [{ version: '' }],
  [{ releasedOn: 'yesterday' }],
  [{ server: 'http://licenses.example.com' }],
  [{ server: 'licenses' }],
])('options that can only be a mistake are refused: %o', (wrong) => {
  const right = {
    server: 'https://x.example',
    key: null,
    product: 'a',
    version: '1',
    releasedOn: '2026-01-01',
    store: folder,
  }
  expect(() => createLicenseClient({ ...right, ...wrong })).toThrow(TypeError)
})
