// A checkpoint that was written outside the database is there after a crash, and a torn line costs no other.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createCheckpointFile } from '../../../server/adapters/checkpoint-file/checkpoint-file.ts'
import { parseCheckpoints } from '../../../server/features/audit-log/parse-checkpoints.ts'
import { readLines } from '../../../server/features/audit-log/read-lines.ts'
import { aSigner, rowsUpTo, sealed } from './a-chain.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-checkpoints-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SIGNER = aSigner()
const KEPT = sealed(rowsUpTo(4)).map((entry) => SIGNER.sign(entry))
let made = 0
const aPath = () => join(folder, `${++made}.jsonl`)

it('holds nothing at first, then the one written last', async () => {
  const sink = createCheckpointFile(aPath())
  expect(await sink.lastWritten()).toBeNull()
  await sink.write(KEPT.slice(0, 1))
  await sink.write(KEPT.slice(1, 3))
  expect(await sink.lastWritten()).toEqual(KEPT[2])
})

it('is read by the verifier as it was written, and by nobody else’s account', async () => {
  const path = aPath()
  await createCheckpointFile(path).write(KEPT)
  expect(await parseCheckpoints(readLines(path))).toEqual({ checkpoints: KEPT, unreadable: 0 })
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0)
})

it('goes on behind a line that a crash has torn', async () => {
  const path = aPath()
  const sink = createCheckpointFile(path)
  await sink.write(KEPT.slice(0, 2))
  appendFileSync(path, JSON.stringify(KEPT[2]).slice(0, 40))
  expect(await sink.lastWritten()).toEqual(KEPT[1])
  await sink.write(KEPT.slice(2))
  expect(await sink.lastWritten()).toEqual(KEPT[3])
  expect(await parseCheckpoints(readLines(path))).toEqual({ checkpoints: KEPT, unreadable: 1 })
})

it('finds the last one in a long file', async () => {
  const path = aPath()
  writeFileSync(path, `${JSON.stringify(KEPT[0])}\n`.repeat(2000))
  const sink = createCheckpointFile(path)
  await sink.write(KEPT.slice(1, 2))
  expect(await sink.lastWritten()).toEqual(KEPT[1])
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(2002)
})

it('rejects where it can’t be written', async () => {
  const sink = createCheckpointFile(join(folder, 'no', 'such', 'folder.jsonl'))
  await expect(sink.write(KEPT)).rejects.toThrow('ENOENT')
  await expect(sink.lastWritten()).rejects.toThrow('ENOENT')
})
