import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desktop, drive, launchDesktop } from '../support/launch-desktop.ts'

// Guards: everything the desk asks crosses one bridge, typed, and comes back exactly as the companion said it.

let desktop: Desktop
let page: Page

beforeAll(async () => {
  desktop = await launchDesktop()
  page = desktop.page
})
afterAll(() => desktop.close())

const seen = async (): Promise<{ aborted: number; subscriptionsEnded: number; notes: string[] }> =>
  (await drive(page, 'query', 'seen')).data as never

const eventsOf = (key: string) => page.evaluate((name) => window.drive.streams[name] ?? [], key)
const dataOf = async (key: string) =>
  (await eventsOf(key)).filter(([kind]) => kind === 'data').map(([, value]) => value)

describe('calls', () => {
  test('a query goes to the companion and back', async () => {
    expect(await drive(page, 'query', 'echo', { text: 'Grüße 🎟' })).toEqual({
      data: { text: 'Grüße 🎟', method: 'GET', isStaff: false },
    })
  })

  test('a long query goes in the body, since a pasted ticket fits into no URL', async () => {
    const text = 'x'.repeat(200_000)
    expect(await drive(page, 'query', 'echo', { text })).toMatchObject({ data: { method: 'POST' } })
  })

  test('a mutation happens once', async () => {
    expect(await drive(page, 'mutate', 'note', { text: 'one' })).toEqual({ data: { count: 1 } })
    expect((await seen()).notes).toEqual(['one'])
  })

  test('many at once each get their own answer', async () => {
    const texts = Array.from({ length: 60 }, (_unused, index) => `n${index}`)
    const answers = await page.evaluate(
      (list) => Promise.all(list.map((text) => window.drive.query('echo', { text }))),
      texts,
    )
    expect(answers.map(({ data }) => (data as { text: string }).text)).toEqual(texts)
  })

  test('an error keeps the shape and every field that the companion gave it', async () => {
    const { error } = await drive(page, 'query', 'refused')
    expect(error).toEqual({
      isClientError: true,
      message: 'The team is not proven for this ticket.',
      shape: {
        code: -32003,
        message: 'The team is not proven for this ticket.',
        data: {
          code: 'FORBIDDEN',
          httpStatus: 403,
          path: 'refused',
          next: 'Verify the team first.',
          requestId: 'req_fixture',
          retryable: false,
          refusal: { team: 'T-1' },
        },
      },
    })
  })

  test('an unknown procedure is the companion’s to refuse, an unknown power the desktop’s', async () => {
    expect((await drive(page, 'query', 'no.such')).error?.shape).toMatchObject({ code: -32004 })
    expect((await drive(page, 'query', 'desktop.no.such')).error?.shape).toMatchObject({ data: { code: 'NOT_FOUND' } })
    expect((await drive(page, 'query', 'desktop.badge', { count: 1 })).error?.shape).toMatchObject({
      data: { code: 'NOT_FOUND' },
    })
    expect((await drive(page, 'query', 'desktop.constructor')).error?.shape).toMatchObject({
      data: { code: 'NOT_FOUND' },
    })
  })

  test('a power’s input is checked in main', async () => {
    for (const input of [{ count: -1 }, { count: '1' }, { count: 1, more: true }, undefined]) {
      const { error } = await drive(page, 'mutate', 'desktop.badge', input)
      expect(error?.shape).toMatchObject({ data: { code: 'INPUT_INVALID', httpStatus: 400 } })
    }
  })

  test('an abort reaches the companion', async () => {
    const before = (await seen()).aborted
    const asked = drive(page, 'query', 'slow', undefined, 'slow-1')
    await drive(page, 'query', 'echo', { text: 'behind it' })
    await drive(page, 'abort', 'slow-1')
    expect((await asked).error?.isClientError).toBe(true)
    await expect.poll(async () => (await seen()).aborted).toBe(before + 1)
  })

  test('an answer beyond the cap is a refusal, not a dead desk', async () => {
    const { error } = await drive(page, 'query', 'large', { chars: 17 * 1024 * 1024 })
    expect(error?.shape).toMatchObject({ data: { code: 'TOO_LARGE', httpStatus: 413 } })
    expect(await drive(page, 'query', 'echo', { text: 'alive' })).toMatchObject({ data: { text: 'alive' } })
  })
})

describe('subscriptions', () => {
  test('begin, deliver in order and end', async () => {
    await drive(page, 'subscribe', 'three', 'three')
    await expect.poll(() => dataOf('three')).toEqual([1, 2, 3])
    await expect
      .poll(async () => (await eventsOf('three')).map(([kind]) => kind))
      .toEqual(['connection', 'started', 'connection', 'data', 'data', 'data', 'stopped', 'complete'])
  })

  test('tracked items keep their ids', async () => {
    await drive(page, 'subscribe', 'ticks', 'tracked')
    await expect
      .poll(async () => (await dataOf('tracked')).slice(0, 2))
      .toEqual([
        { id: '1', data: { count: 1 } },
        { id: '2', data: { count: 2 } },
      ])
    await drive(page, 'stop', 'tracked')
  })

  test('end at the companion when the page stops listening', async () => {
    const before = (await seen()).subscriptionsEnded
    await drive(page, 'subscribe', 'ticks', 'stopped')
    await expect.poll(async () => (await dataOf('stopped')).length).toBeGreaterThan(0)
    await drive(page, 'stop', 'stopped')
    await expect.poll(async () => (await seen()).subscriptionsEnded).toBe(before + 1)
  })

  test('refused ones carry the companion’s own error', async () => {
    await drive(page, 'subscribe', 'staffTicks', 'refused')
    await expect
      .poll(async () => (await eventsOf('refused')).find(([kind]) => kind === 'error')?.[1])
      .toMatchObject({ data: { code: 'SIGN_IN_REQUIRED', requestId: 'req_fixture' } })
  })

  test('a reload ends what the old document asked for, and the new one starts afresh', async () => {
    const before = await seen()
    await drive(page, 'subscribe', 'ticks', 'reloaded')
    await expect.poll(async () => (await dataOf('reloaded')).length).toBeGreaterThan(0)
    await page.evaluate(() => void window.drive.query('slow', undefined, 'slow-2'))
    await drive(page, 'query', 'echo', { text: 'behind it' })
    await page.reload()
    await page.waitForFunction(() => 'drive' in window)
    expect(await drive(page, 'query', 'echo', { text: 'new' })).toMatchObject({ data: { text: 'new' } })
    await expect
      .poll(seen)
      .toMatchObject({ aborted: before.aborted + 1, subscriptionsEnded: before.subscriptionsEnded + 1 })
    expect(await eventsOf('reloaded')).toEqual([])
  })
})

describe('a page that leaves', () => {
  test('has its calls ended even if what comes after it says nothing', async () => {
    const ended = () => desktop.log().split('fixture-ended').length
    const before = ended()
    await drive(page, 'subscribe', 'ticks', 'left')
    await expect.poll(async () => (await dataOf('left')).length).toBeGreaterThan(0)
    await page.goto(desktop.pageUrl('/nothing.html'))
    await expect.poll(ended).toBe(before + 1)
    await page.goto(desktop.pageUrl('/index.html'))
    await page.waitForFunction(() => 'drive' in window)
  })
})

describe('a companion that dies', () => {
  test('is an honest error, is started again, and says so', async () => {
    await drive(page, 'watch', 'server.onChange', 'server')
    await drive(page, 'subscribe', 'ticks', 'orphan')
    await expect.poll(async () => (await dataOf('orphan')).length).toBeGreaterThan(0)
    const { error } = await drive(page, 'mutate', 'crash')
    expect(error?.shape).toMatchObject({ data: { code: 'SERVER_UNREACHABLE', httpStatus: 503 } })
    await expect
      .poll(async () => (await eventsOf('orphan')).findLast(([kind]) => kind === 'error')?.[1])
      .toMatchObject({ data: { code: 'SERVER_UNREACHABLE', retryable: true } })
    await expect
      .poll(async () => (await dataOf('server')).map((status) => (status as { state: string }).state), {
        timeout: 10_000,
      })
      .toEqual(['ready', 'failed', 'ready'])
    expect(await drive(page, 'query', 'echo', { text: 'again' })).toMatchObject({ data: { text: 'again' } })
  })
})
