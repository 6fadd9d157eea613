// An auditor with the export, the public key and a checkpoint file finds any change, and is never told "intact" when
// nothing was checked.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { auditVerifyCommand } from '../../../server/app/commands/audit-verify.ts'
import type { ChainItem } from '../../../server/features/audit-log/verification-rules.ts'
import { aRow, aSigner, exportText, rowsUpTo, sealed, withCheckpoints } from './a-chain.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-verify-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let made = 0
const aFile = (text: string): string => {
  const path = join(folder, `${++made}`)
  writeFileSync(path, text)
  return path
}

const SIGNER = aSigner()
const CHAIN = sealed(rowsUpTo(20))
const ITEMS = withCheckpoints(CHAIN, SIGNER, 8)
const PEM = aFile(SIGNER.publicKey.export({ format: 'pem', type: 'spki' }).toString())
const JWKS = aFile(JSON.stringify({ keys: [SIGNER.publicKey.export({ format: 'jwk' })] }))
const KEPT = aFile(`${JSON.stringify(SIGNER.sign(CHAIN[7]!))}\n${JSON.stringify(SIGNER.sign(CHAIN[15]!))}\n`)

const run = async (...args: string[]) => {
  const out: string[] = []
  const err: string[] = []
  const io = { env: {}, out: (line: string) => out.push(line), err: (line: string) => err.push(line) }
  const code = await auditVerifyCommand.run(args, io)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const fileOf = (items: readonly ChainItem[], header = {}) => aFile(exportText(items, header))

describe('audit-verify ends with 0', () => {
  it('for an intact chain, and says up to where it is signed for', async () => {
    const { code, out } = await run(fileOf(ITEMS), '--key', PEM, '--checkpoint', KEPT)
    expect(code).toBe(0)
    expect(out).toMatch(/^Intact: entries 1 to 20 follow one another; signed for up to 16, the last at \S+Z\.$/)
  })

  it('with a JWKS, and says what it can’t see without checkpoints kept elsewhere', async () => {
    const { code, out } = await run(fileOf(ITEMS), '--key', JWKS)
    expect(code).toBe(0)
    expect(out).toContain('a cut tail can’t be seen')
  })

  it('for a range, and says that it is one', async () => {
    const range = ITEMS.filter((item) => item.kind === 'entry' && item.entry.sequence > 4 && item.entry.sequence < 8)
    const { code, out } = await run(fileOf(range, { from: 5, to: 7 }), '--key', PEM, '--checkpoint', KEPT)
    expect(code).toBe(0)
    expect(out).toContain('entries 5 to 7')
    expect(out).toContain('A range')
  })

  it('for a file with Windows line ends', async () => {
    const file = aFile(exportText(ITEMS).replaceAll('\n', '\r\n'))
    expect((await run(file, '--key', PEM)).code).toBe(0)
  })

  it('and prints a report with --json', async () => {
    const { out } = await run(fileOf(ITEMS), '--key', PEM, '--checkpoint', KEPT, '--json')
    expect(JSON.parse(out)).toMatchObject({
      intact: true,
      isWhole: true,
      entries: 20,
      checkpoints: 2,
      outsideCheckpoints: 2,
      coveredTo: 16,
      firstBroken: null,
    })
  })

  it('past a torn line in the checkpoint file, which it counts', async () => {
    const torn = aFile(`{"companion":"aud_\n${JSON.stringify(SIGNER.sign(CHAIN[7]!))}\n`)
    const { code, out } = await run(fileOf(ITEMS), '--key', PEM, '--checkpoint', torn, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ unreadableCheckpointLines: 1, outsideCheckpoints: 1 })
  })
})

describe('audit-verify ends with 1', () => {
  const broken = async (text: string, sequence: number, ...args: string[]) => {
    const result = await run(aFile(text), '--key', PEM, ...args, '--json')
    expect(result.code).toBe(1)
    expect(JSON.parse(result.out)).toMatchObject({ intact: false, firstBroken: { sequence } })
  }
  const text = exportText(ITEMS)

  it('and names the first broken entry', async () => {
    const { code, out } = await run(aFile(text.replace('"team-11"', '"team-12"')), '--key', PEM)
    expect(code).toBe(1)
    expect(out).toMatch(/^BROKEN at entry 11: Its content was changed.* Entries 1 to 10 hold\.$/)
  })

  it('for a key of a line that stands twice, or a line spelt otherwise', async () => {
    await broken(text.replace('"actorId":"stf_1",', '"actorId":"stf_9","actorId":"stf_1",'), 1)
    await broken(text.replace('"kind":"entry"', '"kind": "entry"'), 1)
  })

  it('for a field that the format does not know', async () => {
    await broken(text.replace('"kind":"entry"', '"kind":"entry","kindness":"x"'), 1)
  })

  it('for a line that was cut in the middle', async () => {
    await broken(text.slice(0, -300), 20)
  })

  it('for a second header', async () => {
    await broken(`${text}${text.split('\n')[0]}\n`, 21)
  })

  it('for a header that names another companion', async () => {
    await broken(exportText(ITEMS, { companion: aRow(2).id }), 1)
  })

  it('for a cut tail, against a checkpoint kept elsewhere only', async () => {
    const cut = ITEMS.filter((item) => item.kind !== 'entry' || item.entry.sequence <= 12).slice(0, -1)
    expect((await run(fileOf(cut), '--key', PEM)).code).toBe(0)
    await broken(exportText(cut), 13, '--checkpoint', KEPT)
  })

  it('for checkpoints by a key that was not given', async () => {
    const other = aFile(aSigner().publicKey.export({ format: 'pem', type: 'spki' }).toString())
    const { code, out } = await run(fileOf(ITEMS), '--key', other)
    expect(code).toBe(1)
    expect(out).toContain('unknown key')
    expect((await run(fileOf(ITEMS), '--key', other, '--key', PEM)).code).toBe(0)
  })
})

describe('audit-verify ends with 2 and says why', () => {
  const good = fileOf(ITEMS)
  const cases: Array<[string, string[], RegExp]> = [
    ['without a file', ['--key', PEM], /one FILE is needed/],
    ['without a key', [good], /--key K is missing/],
    ['with an unknown option', [good, '--key', PEM, '--fast'], /--fast/],
    ['with a file that is not there', [join(folder, 'none'), '--key', PEM], /ENOENT/],
    ['with a file that is no export', [PEM, '--key', PEM], /doesn’t begin as an audit export/],
    ['with an empty file', [aFile(''), '--key', PEM], /doesn’t begin/],
    ['with a key file that holds none', [good, '--key', aFile('nothing')], /no public key/],
    ['with a key file of another kind', [good, '--key', aFile('{"kty":"oct"}')], /./],
    ['with a checkpoint file that holds none', [good, '--key', PEM, '--checkpoint', aFile('\n')], /no checkpoints/],
  ]
  it.each(cases)('%s', async (_, args, why) => {
    const { code, out, err } = await run(...args)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toMatch(why)
  })
})
