import { contentPolicy, withNonce } from '@countersign/shared/content-policy'
import { describe, expect, test } from 'vitest'
import { companionAddress, waitBeforeTry } from '../../../src-main/server-process/companion-address-rules.ts'
import { MIN_HEIGHT, MIN_WIDTH, placeWindow } from '../../../src-main/window/window-place-rules.ts'

describe('where the window opens', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 }
  const left = { x: -1280, y: 0, width: 1280, height: 1024 }

  test('the first time: in the middle, its usual size', () => {
    expect(placeWindow(null, [screen])).toEqual({ width: 1440, height: 900 })
  })
  test('again where it was, on the second screen too', () => {
    expect(placeWindow({ x: 100, y: 50, width: 1200, height: 800 }, [screen])).toEqual({
      x: 100,
      y: 50,
      width: 1200,
      height: 800,
    })
    expect(placeWindow({ x: -1200, y: 10, width: 1100, height: 700 }, [screen, left]).x).toBe(-1200)
  })
  test('its size without its place when that screen is gone or its title bar is out of reach', () => {
    expect(placeWindow({ x: -1200, y: 10, width: 1100, height: 700 }, [screen])).toEqual({ width: 1100, height: 700 })
    expect(placeWindow({ x: 10, y: -300, width: 1100, height: 700 }, [screen])).toEqual({ width: 1100, height: 700 })
  })
  test('never smaller than the desk can be used in, never larger than the screen', () => {
    expect(placeWindow({ x: 0, y: 0, width: 10, height: 10 }, [screen])).toMatchObject({
      width: MIN_WIDTH,
      height: MIN_HEIGHT,
    })
    expect(placeWindow({ x: 0, y: 0, width: 9999, height: 9999 }, [screen])).toMatchObject({
      width: 1920,
      height: 1080,
    })
    expect(placeWindow(null, [{ ...screen, width: 800, height: 600 }])).toEqual({
      width: MIN_WIDTH,
      height: MIN_HEIGHT,
    })
  })
})

describe('the address of a companion', () => {
  test.each([
    ['https://desk.example.test', 'https://desk.example.test'],
    ['https://desk.example.test:8443/billing/', 'https://desk.example.test:8443/billing'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
    ['http://localhost:4000/', 'http://localhost:4000'],
  ])('%s is taken', (text, address) => {
    expect(companionAddress(text)).toBe(address)
  })
  test.each([
    'http://desk.example.test',
    'https://a:b@desk.example.test',
    'https://x.test/?a',
    'https://x.test/#a',
    'ftp://x',
    '',
  ])('%j is not', (text) => {
    expect(companionAddress(text)).toBeNull()
  })
  test('tries are further and further apart, up to half a minute', () => {
    const waits = Array.from({ length: 10 }, (_unused, failures) => waitBeforeTry(failures))
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    expect(waits.at(-1)).toBe(30_000)
  })
})

describe('the content policy', () => {
  test('begins with nothing, and names no place to load from but the app itself', () => {
    const policy = contentPolicy('abc', "'none'")
    expect(policy.startsWith("default-src 'none'")).toBe(true)
    expect(policy).not.toMatch(/unsafe|https?:|\*|connect-src 'self'/)
    expect(policy).toContain("connect-src 'none'")
    expect(policy).toContain("style-src 'self' 'nonce-abc'")
  })
  test('the page learns its nonce, whether it has a place for it or not', () => {
    const meta = '<meta property="csp-nonce" nonce="abc">'
    expect(withNonce('<head><meta property="csp-nonce" nonce=""></head>', 'abc')).toBe(`<head>${meta}</head>`)
    expect(withNonce('<head></head>', 'abc')).toBe(`<head>${meta}</head>`)
  })
})
