// The verifier printed in docs/audit.md was written from the format alone and uses none of our code: if it and the
// format part, or the page does, this fails.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aRow, aSigner, exportText, rowsUpTo, sealed, withCheckpoints } from './a-chain.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-own-verifier-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SIGNER = aSigner()
const CHAIN = sealed(rowsUpTo(9).with(3, aRow(4, { reason: 'شركة “النخيل” \u2028\n😀', details: '{"rate":0.1}' })))
const ITEMS = withCheckpoints(CHAIN, SIGNER, 4)

const put = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const verified = (text: string) => {
  const args = [
    join(folder, 'verify.mjs'),
    put('audit.jsonl', text),
    join(folder, 'key.pem'),
    join(folder, 'kept.jsonl'),
  ]
  return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout.trim()
}

beforeAll(() => {
  const page = readFileSync(new URL('../../../docs/audit.md', import.meta.url), 'utf8')
  put('verify.mjs', /```js\n([\s\S]+?)```/.exec(page)![1]!)
  put('key.pem', SIGNER.publicKey.export({ format: 'pem', type: 'spki' }).toString())
  put('kept.jsonl', `${JSON.stringify(SIGNER.sign(CHAIN[7]!))}\n`)
})

it('agrees that our export is intact', () => expect(verified(exportText(ITEMS))).toBe('intact to 9'))

it('agrees on what is broken', () => {
  expect(verified(exportText(ITEMS).replace('"team-3"', '"team-5"'))).toBe('broken at 3: changed')
  expect(verified(exportText(ITEMS.toSpliced(2, 1)))).toBe('broken at 3: not there')
  expect(verified(exportText(ITEMS.slice(0, 7)))).toBe('broken at 7: the tail is cut')
  const rewritten = sealed(rowsUpTo(9))
  expect(verified(exportText(withCheckpoints(rewritten, SIGNER, 99)))).toBe('broken at 8: rewritten')
  expect(verified(exportText(withCheckpoints(CHAIN, aSigner(), 4)))).toBe('broken at 4: bad signature')
})
