import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createLiveValue } from '../../../src-main/bridge/live-value.ts'
import { openJsonFile } from '../../../src-main/files/json-file.ts'

describe('a live value', () => {
  test('tells what holds, then each change, and ends with its signal', async () => {
    const value = createLiveValue('a')
    const controller = new AbortController()
    const seen: string[] = []
    const watching = (async () => {
      for await (const item of value.watch(controller.signal)) {
        seen.push(item)
        if (item === 'a') value.set('b')
        else controller.abort()
      }
    })()
    await watching
    expect(seen).toEqual(['a', 'b'])
  })

  test('a watcher that waits ends when its signal aborts', async () => {
    const controller = new AbortController()
    const items = createLiveValue(1).watch(controller.signal)
    await items.next()
    const waiting = items.next()
    controller.abort()
    await expect(waiting).resolves.toEqual({ done: true, value: undefined })
  })

  test('a slow watcher sees the newest value, not every one between', async () => {
    const value = createLiveValue(0)
    const items = value.watch(new AbortController().signal)
    await items.next()
    for (const next of [1, 2, 3]) value.set(next)
    await expect(items.next()).resolves.toMatchObject({ value: 3 })
  })
})

describe('a file of the app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-files-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const open = (name: string) => openJsonFile(join(folder, name), z.object({ a: z.int() }), { a: 0 })

  test('keeps the last of several writes, for its owner only', async () => {
    const file = open('new/folder.json')
    await Promise.all([file.write({ a: 1 }), file.write({ a: 2 })])
    expect(file.read()).toEqual({ a: 2 })
    expect(statSync(join(folder, 'new/folder.json')).mode & 0o777).toBe(0o600)
  })

  test.each([
    ['missing', null],
    ['broken', '{"a":'],
    ['of another shape', '{"a":"x"}'],
  ])('that is %s counts as absent', (name, content) => {
    if (content !== null) writeFileSync(join(folder, name), content)
    expect(open(name).read()).toEqual({ a: 0 })
  })

  test('that cannot be written leaves the app running and the old content', async () => {
    const file = openJsonFile(join(folder, 'broken/below.json'), z.object({ a: z.int() }), { a: 0 })
    await file.write({ a: 1 })
    expect(file.read()).toEqual({ a: 0 })
    expect(readFileSync(join(folder, 'broken'), 'utf8')).toBe('{"a":')
  })
})
