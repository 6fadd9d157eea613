import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const RUNS = 4
const ROUNDS = 12
const GONE = '4194305'

// Each run is told when to begin; whoever finds another inside says so.
const RUN = `
  import { mkdirSync, rmdirSync } from 'node:fs'
  import { oneAtATime } from './one-at-a-time.mjs'
  process.on('message', async () => {
    const word = await oneAtATime(async () => {
      try { mkdirSync('inside') } catch { return 'two at once' }
      await new Promise((resolve) => setTimeout(resolve, 2))
      rmdirSync('inside')
      return 'alone'
    })
    process.send(word)
  })
  process.send('ready')`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-bootstrap-'))
  const bootstrap = join(folder, 'scripts', 'bootstrap')
  cpSync(join(import.meta.dirname, '../../../scripts/bootstrap'), bootstrap, { recursive: true })
  writeFileSync(join(bootstrap, 'run.mjs'), RUN)
  mkdirSync(join(folder, '.cache'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('runs that all find a lock left by a crash still install one at a time', { timeout: 120_000 }, async () => {
  const children = Array.from({ length: RUNS }, () =>
    fork(join(folder, 'scripts', 'bootstrap', 'run.mjs'), { cwd: folder, silent: true }),
  )
  await Promise.all(children.map((child) => once(child, 'message')))
  const words = new Set<unknown>()
  for (let round = 0; round < ROUNDS; round++) {
    writeFileSync(join(folder, '.cache', 'install.lock'), GONE)
    const done = children.map((child) => once(child, 'message'))
    for (const child of children) child.send('go')
    for (const [word] of await Promise.all(done)) words.add(word)
  }
  expect([...words]).toEqual(['alone'])
  expect(readdirSync(join(folder, '.cache'))).toEqual([])
  for (const child of children) child.kill()
})
