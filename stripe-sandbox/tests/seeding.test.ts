// A sample that was cut off while it was being made is made anew: nobody works on half a company.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { SAMPLE_KEY, startSandbox } from '../index.ts'
import { cast } from '../samples/cast.ts'

const CLI = resolve(import.meta.dirname, '../cli.ts')

const customersIn = (file: string): number => {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const row = database.prepare("SELECT count(*) AS held FROM object WHERE kind = 'customer'").get()
    return Number(row?.['held'])
  } catch {
    return 0 // Not yet there.
  } finally {
    database.close()
  }
}

const killedInTheMiddle = async (file: string): Promise<void> => {
  const child = spawn(process.execPath, [CLI, '--port', '0', '--seed', 'sample', '--state', file], { stdio: 'ignore' })
  const gone = new Promise((done) => child.once('exit', done))
  while (child.exitCode === null) {
    await new Promise((tick) => setTimeout(tick, 5))
    const held = await Promise.resolve()
      .then(() => customersIn(file))
      .catch(() => 0)
    if (held >= 3) break
  }
  child.kill('SIGKILL')
  await gone
}

test('half a sample is made anew, a whole one is kept', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-seed-'))
  const file = join(folder, 'state.sqlite')
  await killedInTheMiddle(file)
  expect(customersIn(file)).toBeLessThan(cast.length)
  const sandbox = await startSandbox({ seed: 'sample', stateFile: file })
  expect(sandbox.account(SAMPLE_KEY).clock().isFrozen).toBe(false)
  await sandbox.close()
  expect(customersIn(file)).toBe(cast.length)
  const again = await startSandbox({ seed: 'sample', stateFile: file })
  expect(again.requests()).toHaveLength(0)
  await again.close()
  rmSync(folder, { recursive: true, force: true })
})
