import { existsSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerAuth } from '../support/fixture-auth.ts'
import { type Desktop, drive, launchDesktop } from '../support/launch-desktop.ts'

// Guards: a token belongs to the companion that was asked for it, whatever is chosen or ended before it is put away.

const closings: (() => void)[] = []
afterAll(() => closings.forEach((close) => close()))

const serveCompanion = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closings.push(() => server.close().closeAllConnections())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const TOKEN = 'cs_staff_of_the_one_that_was_asked'
const account = { email: 'ada@example.test', password: 'correct horse battery', totp: '123456' }

describe('a sign-in that is overtaken', () => {
  let desktop: Desktop
  let page: Page
  beforeAll(async () => {
    desktop = await launchDesktop()
    page = desktop.page
    await page.waitForFunction(() => 'drive' in window)
  })
  afterAll(() => desktop.close())
  const status = async () => (await drive(page, 'ask', 'session.status')).data

  test('by the choice of another companion gives that one nothing', async () => {
    const asked = await serveCompanion((request, response) => void answerAuth(request, response, TOKEN))
    const seen: string[] = []
    const chosenLater = await serveCompanion((request, response) => {
      seen.push(JSON.stringify(request.headers))
      void answerAuth(request, response, 'none')
    })
    await desktop.app.evaluate(({ shell }) => {
      shell.openExternal = async (url) => {
        Reflect.set(globalThis, 'opened', url)
      }
    })
    await drive(page, 'ask', 'server.choose', { place: 'remote', url: asked })
    const signedIn = drive(page, 'ask', 'session.signInOidc')
    const opened = () => desktop.app.evaluate(() => Reflect.get(globalThis, 'opened') as string | undefined)
    await expect.poll(opened).toMatch(/^https:/)
    await drive(page, 'ask', 'server.choose', { place: 'remote', url: chosenLater })

    const { searchParams } = new URL((await opened()) ?? '')
    const callback = `${searchParams.get('redirect_uri')}?state=${searchParams.get('state')}&code=good`
    await fetch(callback).catch(() => undefined)
    expect((await signedIn).error?.shape).toMatchObject({ data: { code: 'SIGN_IN_FAILED' } })
    expect(await status()).toMatchObject({ state: 'signed-out' })
    await drive(page, 'query', 'whoAmI')
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.join('\n')).not.toMatch(/authorization/i)
    await drive(page, 'ask', 'server.choose', { place: 'embedded' })
  })

  test('by a sign-out while the session is put away stays signed out, and leaves no file', async () => {
    await desktop.app.evaluate(({ safeStorage }) => {
      const encrypt = safeStorage.encryptStringAsync.bind(safeStorage)
      const held = Promise.withResolvers<void>()
      Reflect.set(globalThis, 'letGo', held.resolve)
      safeStorage.encryptStringAsync = async (text) => {
        Reflect.set(globalThis, 'isHeld', true)
        await held.promise
        return encrypt(text)
      }
    })
    const signedIn = drive(page, 'ask', 'session.signInLocal', account)
    await expect.poll(() => desktop.app.evaluate(() => Reflect.get(globalThis, 'isHeld') as boolean)).toBe(true)
    await drive(page, 'ask', 'session.signOut')
    await desktop.app.evaluate(() => (Reflect.get(globalThis, 'letGo') as () => void)())
    expect(await signedIn).toEqual({ data: { state: 'signed-out', reason: 'signed-out' } })
    expect(await status()).toEqual({ state: 'signed-out', reason: 'signed-out' })
    expect(existsSync(join(desktop.userData, 'session.json'))).toBe(false)
  })
})
