import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CONFIRMED_AT, OFFERED_TOTP } from '../support/fixture-auth.ts'
import {
  type Desktop,
  drive,
  type LaunchOptions,
  launchDesktop,
  newUserData,
  runtime,
} from '../support/launch-desktop.ts'

// Guards: the staff token lives in main. No page, message, file or log holds it in the clear, and it goes to no other
// companion than the one that gave it.

const TOKEN = 'cs_staff_7c1f0c9e5d7a4b51_do_not_leak'
const account = { email: 'ada@example.test', password: 'correct horse battery', totp: '123456' }

let desktop: Desktop
let page: Page
const folders: string[] = []

const launch = async (options: LaunchOptions): Promise<void> => {
  desktop = await launchDesktop({ ...options, env: { COUNTERSIGN_FIXTURE_TOKEN: TOKEN, ...options.env } })
  page = desktop.page
  await page.waitForFunction(() => 'drive' in window)
}
const restart = async (options: LaunchOptions): Promise<void> => {
  await desktop.close()
  await launch(options)
}
const keepFolder = (): string => {
  const folder = newUserData()
  folders.push(folder)
  return folder
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })))

const heapOf = async (page: Page): Promise<string> => {
  const session = await page.context().newCDPSession(page)
  let text = ''
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    text += chunk
  })
  await session.send('HeapProfiler.takeHeapSnapshot')
  await session.detach()
  return text
}

/** Everything that a script of the page, now or injected, could read. */
const readableByPage = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const globals = Object.getOwnPropertyNames(window).map((name) => {
      try {
        return `${name}=${JSON.stringify(Reflect.get(window, name))}`
      } catch {
        return name
      }
    })
    const stored = [localStorage, sessionStorage].map((storage) => JSON.stringify(Object.entries(storage)))
    return [...globals, ...stored, document.cookie, document.documentElement.outerHTML].join('\n')
  })

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

const signIn = () => drive(page, 'ask', 'session.signInLocal', account)

describe('signing in', () => {
  const userData = keepFolder()
  beforeAll(() => launch({ userData }))
  afterAll(() => desktop.close())

  test('with password and code; wrong ones are the companion’s refusal', async () => {
    expect(await drive(page, 'ask', 'session.methods')).toMatchObject({
      data: { local: true, oidc: { name: 'Example' } },
    })
    const wrong = await drive(page, 'ask', 'session.signInLocal', { ...account, password: 'wrong' })
    expect(wrong.error?.shape).toMatchObject({ data: { code: 'SIGN_IN_FAILED', httpStatus: 401 } })
    const { totp: _unused, ...withoutCode } = account
    const half = await drive(page, 'ask', 'session.signInLocal', withoutCode)
    expect(half.error?.shape).toMatchObject({ data: { code: 'TOTP_REQUIRED', httpStatus: 401 } })
    expect(await drive(page, 'query', 'whoAmI')).toMatchObject({
      error: { shape: { data: { code: 'SIGN_IN_REQUIRED' } } },
    })

    expect(await signIn()).toMatchObject({
      data: { state: 'signed-in', staff: { name: 'Ada' }, keptIn: 'keyring', mayAsk: false },
    })
    expect(await drive(page, 'query', 'whoAmI')).toEqual({ data: { name: 'Ada' } })
  })

  test('without an authenticator hands the page the key to enrol one, as the companion told it', async () => {
    const { totp: _unused, ...withoutCode } = account
    const offer = await drive(page, 'ask', 'session.signInLocal', { ...withoutCode, email: 'new@example.test' })
    expect(offer.error).toMatchObject({
      isClientError: true,
      message: 'fixture: TOTP_ENROLMENT_REQUIRED',
      shape: {
        data: {
          code: 'TOTP_ENROLMENT_REQUIRED',
          httpStatus: 401,
          next: 'Add the key.',
          requestId: 'req_totp',
          refusal: { totp: OFFERED_TOTP },
        },
      },
    })
    expect(desktop.log()).not.toContain(OFFERED_TOTP.secret)
    const entered = await drive(page, 'ask', 'session.signInLocal', { ...account, email: 'new@example.test' })
    expect(entered).toMatchObject({ data: { state: 'signed-in' } })
  })

  test('through the system’s browser, with a loopback that only the right state ends', async () => {
    await desktop.app.evaluate(({ shell }) => {
      shell.openExternal = async (url) => {
        Reflect.set(globalThis, 'opened', url)
      }
    })
    const signedIn = drive(page, 'ask', 'session.signInOidc')
    const opened = () => desktop.app.evaluate(() => Reflect.get(globalThis, 'opened') as string)
    await expect.poll(opened).toMatch(/^https:\/\/login\.example\.test\/authorize\?/)
    const { searchParams } = new URL((await opened()) ?? '')
    const callback = new URL(searchParams.get('redirect_uri') ?? '')
    expect(callback.hostname).toBe('127.0.0.1')
    callback.search = '?state=forged&code=good'
    expect((await fetch(callback)).status).toBe(404)
    callback.search = `?state=${searchParams.get('state')}&code=good`
    expect((await fetch(callback)).status).toBe(200)
    expect(await signedIn).toMatchObject({ data: { state: 'signed-in', staff: { name: 'Ada' } } })
    await expect(fetch(callback)).rejects.toThrow()
  })

  test('is confirmed there too, for the session that asks, which goes on', async () => {
    await signIn()
    const opened = async () => new URL(await desktop.app.evaluate(() => Reflect.get(globalThis, 'opened') as string))
    const before = (await opened()).searchParams.get('redirect_uri')
    const confirmed = drive(page, 'ask', 'session.confirmOidc')
    await expect.poll(async () => (await opened()).searchParams.get('redirect_uri')).not.toBe(before)
    const { searchParams } = await opened()
    const callback = new URL(searchParams.get('redirect_uri') ?? '')
    callback.search = `?state=${searchParams.get('state')}&code=good`
    expect((await fetch(callback)).status).toBe(200)
    expect(await confirmed).toEqual({ data: { confirmedAt: CONFIRMED_AT } })
    expect(await drive(page, 'query', 'whoAmI')).toEqual({ data: { name: 'Ada' } })
  })

  test('signing out ends what is under way, here and at the companion', async () => {
    await signIn()
    await drive(page, 'subscribe', 'staffTicks', 'live')
    const live = () => page.evaluate(() => window.drive.streams.live ?? [])
    await expect.poll(async () => (await live()).some(([kind]) => kind === 'data')).toBe(true)
    expect(await drive(page, 'ask', 'session.signOut')).toEqual({ data: { state: 'signed-out', reason: 'signed-out' } })
    await expect
      .poll(async () => (await live()).find(([kind]) => kind === 'error')?.[1])
      .toMatchObject({ data: { code: 'SIGN_IN_REQUIRED' } })
    expect(await drive(page, 'query', 'seen')).toMatchObject({ data: { signOuts: 1 } })
    expect((await drive(page, 'query', 'whoAmI')).error?.shape).toMatchObject({ data: { code: 'SIGN_IN_REQUIRED' } })
    const nobody = await drive(page, 'ask', 'session.confirmOidc')
    expect(nobody.error?.shape).toMatchObject({ data: { code: 'SIGN_IN_REQUIRED' } })
  })
})

describe('the token', () => {
  const userData = keepFolder()
  beforeAll(() => launch({ userData }))
  afterAll(() => desktop.close())
  const isKept = () => filesBelow(userData).some((file) => file.endsWith('session.json'))

  test('is nowhere in the renderer, in no message, and in no file or log in the clear', async () => {
    await signIn()
    await drive(page, 'query', 'whoAmI')
    await drive(page, 'query', 'refused')
    await drive(page, 'ask', 'session.status')

    const places = {
      messages: (await page.evaluate(() => window.drive.messages)).join('\n'),
      page: await readableByPage(page),
      heap: await heapOf(page),
      files: filesBelow(userData)
        .map((file) => readFileSync(file, 'latin1'))
        .join('\n'),
      log: desktop.log(),
    }
    // The search itself works: what the page does know is found in each place it should be in.
    expect(places.messages).toContain('ada@example.test')
    expect(places.heap).toContain('ada@example.test')
    const leaks = Object.entries(places).filter(([, text]) => text.includes(TOKEN))
    expect(leaks.map(([place]) => place)).toEqual([])
  })

  test('comes back after a restart, sealed meanwhile', async () => {
    await restart({ userData })
    expect(await drive(page, 'query', 'whoAmI')).toEqual({ data: { name: 'Ada' } })
    expect(await drive(page, 'ask', 'session.status')).toMatchObject({
      data: { state: 'signed-in', keptIn: 'keyring' },
    })
  })

  test('damaged on disk means signing in again, not a dead desk', async () => {
    await desktop.close()
    const file = join(userData, 'session.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"text":"..../, '"text":"AAAA'))
    await launch({ userData })
    expect((await drive(page, 'query', 'whoAmI')).error?.shape).toMatchObject({ data: { code: 'SIGN_IN_REQUIRED' } })
    expect(await drive(page, 'ask', 'session.status')).toMatchObject({ data: { state: 'signed-out' } })
    expect(isKept()).toBe(false)
  })

  test('is not sent to another companion, and is forgotten when one is chosen', async () => {
    await signIn()
    expect(isKept()).toBe(true)
    await drive(page, 'ask', 'server.choose', { place: 'remote', url: 'http://127.0.0.1:1' })
    expect(await drive(page, 'ask', 'session.status')).toEqual({
      data: { state: 'signed-out', reason: 'other-server' },
    })
    await drive(page, 'ask', 'server.choose', { place: 'embedded' })
    expect((await drive(page, 'query', 'whoAmI')).error?.shape).toMatchObject({ data: { code: 'SIGN_IN_REQUIRED' } })
    expect(isKept()).toBe(false)
  })
})

describe.skipIf(runtime === 'electron')('a Linux without a keyring', () => {
  const userData = keepFolder()
  const env = { STAND_IN_KEYRING: 'basic_text' }
  beforeAll(() => launch({ userData, env }))
  afterAll(() => desktop.close())
  const isKept = () => filesBelow(userData).some((file) => file.endsWith('session.json'))

  test('keeps the session in memory, says so, and asks', async () => {
    expect(await signIn()).toMatchObject({ data: { keptIn: 'memory', mayAsk: true } })
    expect(isKept()).toBe(false)
  })

  test('keeps it on disk once the person agreed, and takes it back', async () => {
    expect(await drive(page, 'ask', 'session.keepOnDisk', { agreed: true })).toMatchObject({
      data: { keptIn: 'plain', mayAsk: false },
    })
    await restart({ userData, env })
    expect(await drive(page, 'query', 'whoAmI')).toEqual({ data: { name: 'Ada' } })
    expect(await drive(page, 'ask', 'session.keepOnDisk', { agreed: false })).toMatchObject({
      data: { keptIn: 'memory' },
    })
    expect(isKept()).toBe(false)
  })
})
