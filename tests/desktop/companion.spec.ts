import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desktop, drive, launchDesktop, type LaunchOptions } from '../support/launch-desktop.ts'

// Guards: the companion beside the desk is started, watched and stopped by main, on the loopback, and only main can talk
// to it.

const ENVIRONMENT = { SECRET_OF_THE_SHELL: 'x', NODE_EXTRA_CA_CERTS: '/nowhere', COUNTERSIGN_STRIPE_API_BASE: 'y' }

const launch = async (options: LaunchOptions = {}): Promise<Desktop> => {
  const launched = await launchDesktop(options)
  await launched.page.waitForFunction(() => 'drive' in window)
  return launched
}

const states = (page: Page) =>
  page.evaluate(() =>
    (window.drive.streams.server ?? [])
      .filter(([kind]) => kind === 'data')
      .map(([, status]) => (status as { state: string }).state),
  )

/** Where the embedded companion listens, as it knows itself; the page is never told. */
const listening = async ({ page }: Desktop): Promise<URL> =>
  new URL((await drive(page, 'query', 'where')).data as string)

describe('the embedded companion', () => {
  let desktop: Desktop
  let page: Page
  beforeAll(async () => {
    desktop = await launch({ env: ENVIRONMENT })
    page = desktop.page
  })

  test('is ready, in TEST, and tells no more about where it is than the page needs', async () => {
    await expect
      .poll(async () => drive(page, 'ask', 'server.status'))
      .toEqual({ data: { state: 'ready', place: 'embedded', host: 'this computer', mode: 'TEST', linksTo: [] } })
  })

  test('listens on the loopback, on a port of its own, and refuses whoever lacks the token of this launch', async () => {
    const url = await listening(desktop)
    expect(url.hostname).toBe('127.0.0.1')
    expect(Number(url.port)).toBeGreaterThan(1023)
    expect((await fetch(new URL('/trpc/seen', url))).status).toBe(403)
    expect((await fetch(new URL('/trpc/seen', url), { headers: { 'x-countersign-launch': 'guess' } })).status).toBe(403)
    expect(await drive(page, 'query', 'seen')).toMatchObject({ data: { notes: [] } })
  })

  test('gets nothing of the environment but what it needs', async () => {
    const { data } = await drive(page, 'query', 'environment')
    expect(data).toEqual(
      expect.arrayContaining(['COUNTERSIGN_EMBEDDED_OPTIONS', 'COUNTERSIGN_STRIPE_API_BASE', 'PATH']),
    )
    expect(data).not.toEqual(expect.arrayContaining(['SECRET_OF_THE_SHELL']))
    expect(data).not.toEqual(expect.arrayContaining(['NODE_EXTRA_CA_CERTS']))
  })

  test('gives way to another one only by https; plain http elsewhere is refused', async () => {
    for (const url of ['http://desk.example.test', 'ftp://desk.example.test', 'https://a:b@desk.example.test']) {
      const { error } = await drive(page, 'ask', 'server.choose', { place: 'remote', url })
      expect(error?.message).toBe('A companion’s address begins with https://.')
    }
  })

  test('comes back after another one was chosen that is not there', async () => {
    await drive(page, 'watch', 'server.onChange', 'server')
    await expect.poll(() => states(page)).toContain('ready')
    await drive(page, 'ask', 'server.choose', { place: 'remote', url: 'http://127.0.0.1:1' })
    await expect
      .poll(async () => drive(page, 'ask', 'server.status'))
      .toMatchObject({ data: { state: 'failed', place: 'remote', host: '127.0.0.1:1' } })
    await drive(page, 'ask', 'server.choose', { place: 'embedded' })
    await expect
      .poll(async () => drive(page, 'query', 'echo', { text: 'back' }))
      .toMatchObject({ data: { text: 'back' } })
  })

  test('is stopped in order when the desk is closed', async () => {
    const url = await listening(desktop)
    await desktop.close()
    expect(desktop.log()).toContain('"event":"companion-exited","code":0')
    await expect(fetch(url)).rejects.toThrow()
  })
})

describe('a companion that fails', () => {
  test('to start says why, and calls say that it is not there', async () => {
    const { page, close } = await launch({
      env: { COUNTERSIGN_FIXTURE_FAILS: 'The data folder is from a newer version.' },
    })
    await expect
      .poll(async () => drive(page, 'ask', 'server.status'))
      .toMatchObject({ data: { state: 'failed', reason: 'The data folder is from a newer version.' } })
    const { error } = await drive(page, 'query', 'echo', { text: 'x' })
    expect(error?.shape).toMatchObject({ data: { code: 'SERVER_UNREACHABLE', httpStatus: 503, retryable: true } })
    await close()
  })

  test('is stopped before the next try, so that no process is left behind', async () => {
    const { page, log, close } = await launch({ env: { COUNTERSIGN_FIXTURE_FAILS: 'No luck.' } })
    const FAILED = '"reason":"No luck."'
    const EXITED = '"event":"companion-exited"'
    const story = () => log().match(/"reason":"No luck[.]"|"event":"companion-exited"/g) ?? []
    const count = (words: string) => story().filter((each) => each === words).length
    await expect.poll(() => count(FAILED), { timeout: 20_000 }).toBeGreaterThan(1)
    expect(story().slice(0, 3)).toEqual([FAILED, EXITED, FAILED])
    await drive(page, 'ask', 'server.choose', { place: 'remote', url: 'http://127.0.0.1:1' })
    await expect.poll(() => count(FAILED) - count(EXITED)).toBe(0)
    await close()
  })

  test('even to be loaded is told in words, not by a blank desk', async () => {
    const { page, close } = await launch({ companionEntry: '/nowhere/companion.js' })
    await expect
      .poll(async () => drive(page, 'ask', 'server.status'))
      .toMatchObject({ data: { state: 'failed', reason: expect.stringContaining('exit code 1') } })
    await close()
  })
})

describe('links to the documents of the sandbox Stripe', () => {
  const sandbox = 'http://127.0.0.1:4711'
  let desktop: Desktop
  let page: Page
  beforeAll(async () => {
    desktop = await launch({ env: { COUNTERSIGN_FIXTURE_STRIPE: sandbox } })
    page = desktop.page
    await desktop.app.evaluate(({ shell }) => {
      const told: string[] = []
      Reflect.set(globalThis, 'opened', told)
      shell.openExternal = async (url) => void told.push(url)
    })
  })
  afterAll(() => desktop.close())
  const open = (url: string) => drive(page, 'ask', 'openExternal', { url })
  const opened = () => desktop.app.evaluate(() => Reflect.get(globalThis, 'opened') as string[])

  test('leave the desk, which is told where they may lead', async () => {
    await expect
      .poll(async () => drive(page, 'ask', 'server.status'))
      .toMatchObject({ data: { state: 'ready', linksTo: [sandbox] } })
    expect(await open(`${sandbox}/invoices/in_1/pdf?s=1`)).toEqual({ data: { isDone: true } })
    expect(await opened()).toEqual([`${sandbox}/invoices/in_1/pdf?s=1`])
  })

  test.each([
    'http://127.0.0.1:4712/',
    'http://127.0.0.1/',
    'http://localhost:4711/',
    'http://[::1]:4711/',
    'http://127.0.0.2:4711/',
    'https://127.0.0.1:4711/',
    'http://user@127.0.0.1:4711/',
    'http://user:pw@127.0.0.1:4711/',
    'http://127.0.0.1:4711@evil.example/',
    'http://127.0.0.1:4711.evil.example/',
    'ftp://127.0.0.1:4711/',
  ])('to %s do not', async (url) => {
    expect((await open(url)).error?.shape).toMatchObject({ data: { code: 'INPUT_INVALID' } })
    expect(await opened()).toHaveLength(1)
  })

  test('do not with a companion elsewhere, whatever it says', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ mode: 'TEST', stripeUrl: sandbox, linksTo: [sandbox] }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await drive(page, 'ask', 'server.choose', { place: 'remote', url })
    await expect
      .poll(async () => drive(page, 'ask', 'server.status'))
      .toMatchObject({ data: { state: 'ready', place: 'remote', linksTo: [] } })
    for (const place of [sandbox, url]) {
      expect((await open(`${place}/x`)).error?.shape).toMatchObject({ data: { code: 'INPUT_INVALID' } })
    }
    expect(await opened()).toHaveLength(1)
    server.close()
  })
})
