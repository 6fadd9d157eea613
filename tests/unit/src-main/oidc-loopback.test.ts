import { describe, expect, test } from 'vitest'
import { openLoopback } from '../../../src-main/session/oidc-loopback.ts'

// Guards: only the browser that comes back with the state of this sign-in ends it; anyone else learns nothing.

describe('the loopback of a sign-in', () => {
  test('takes the callback with its state and nothing else', async () => {
    const loopback = await openLoopback(new AbortController().signal)
    const callback = loopback.callback('right')
    const ask = (path: string, init?: RequestInit) => fetch(new URL(path, loopback.redirectUri), init)
    const statuses = await Promise.all([
      ask('/'),
      ask('/callback'),
      ask('/callback?state=wrong&code=evil'),
      ask('/callback?state=right&code=x', { method: 'POST' }),
    ])
    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    const page = await ask('/callback?state=right&code=good')
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toBe("default-src 'none'")
    expect(await page.text()).not.toContain('good')
    expect(await callback).toBe(`${loopback.redirectUri}?state=right&code=good`)
    loopback.close()
  })

  test('listens on this machine alone', async () => {
    const loopback = await openLoopback(new AbortController().signal)
    expect(new URL(loopback.redirectUri).hostname).toBe('127.0.0.1')
    loopback.close()
  })

  test('takes nothing before it knows the state', async () => {
    const loopback = await openLoopback(new AbortController().signal)
    const response = await fetch(`${loopback.redirectUri}?code=x`)
    expect(response.status).toBe(404)
    loopback.close()
  })

  test('gives up when the person does', async () => {
    const controller = new AbortController()
    const loopback = await openLoopback(controller.signal)
    const callback = loopback.callback('right')
    controller.abort()
    await expect(callback).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' })
    loopback.close()
  })
})
