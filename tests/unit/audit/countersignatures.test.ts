// An auditor needs nothing but the export to see that each approver's decision rests on a signature over just that decision.
import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalJson } from '@countersign/shared/canonical'
import { DECISION_PURPOSE, type DecisionStatement, statementText } from '@countersign/shared/features/countersignature'
import { afterAll, describe, expect, it } from 'vitest'
import { auditVerifyCommand } from '../../../server/app/commands/audit-verify.ts'
import { keyIdOf } from '../../../server/kernel/fingerprint.ts'
import { aRow, aSigner, AT, exportText, sealed, walked, withCheckpoints, entryItem } from './a-chain.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-words-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const aKey = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'jwk' }).x ?? ''
  return { privateKey, raw, keyId: keyIdOf(raw) }
}
const KEY = aKey()
const OTHER = aKey()
const REQUEST = 'apr_0123456789ABCDEFGHJKMNPQRS'

const aStatement = (over: Partial<DecisionStatement> = {}): DecisionStatement => ({
  purpose: DECISION_PURPOSE,
  companionId: 'c'.repeat(32),
  requestId: REQUEST,
  decision: 'approve',
  payloadHash: 'a'.repeat(64),
  factsHash: 'f'.repeat(64),
  policyVersion: 1,
  keyId: KEY.keyId,
  at: new Date(AT).toISOString(),
  ...over,
})

const signed = (statement: DecisionStatement, key = KEY) =>
  sign(null, Buffer.from(statementText(statement)), key.privateKey).toString('base64url')

interface Said {
  readonly action?: string
  readonly statement?: DecisionStatement
  readonly signature?: string
  readonly publicKey?: string
}

/** Four entries of which the third tells of a decision, sealed as whoever owns the database could seal them. */
const chainWith = ({ action, statement = aStatement(), signature, publicKey = KEY.raw }: Said) => {
  const countersignature = { statement, signature: signature ?? signed(statement), publicKey, place: 'keyring' }
  const word = aRow(3, {
    action: action ?? 'approval.approved',
    subjectKind: 'approval-request',
    subjectId: REQUEST,
    details: canonicalJson({ kind: 'credit.issue', countersignature }),
  })
  return sealed([aRow(1), aRow(2), word, aRow(4)])
}

const brokenAt = (said: Said) => walked(chainWith(said).map(entryItem)).firstBroken

describe('a countersignature in the log', () => {
  it('holds when it is over this request and decision, by the key beside it', () => {
    const walk = walked(chainWith({}).map(entryItem))
    expect(walk).toMatchObject({ firstBroken: null, entries: 4, countersignatures: 1 })
  })

  it('of a rejection holds as well', () => {
    expect(brokenAt({ action: 'approval.rejected', statement: aStatement({ decision: 'reject' }) })).toBeNull()
  })

  const good = aStatement()
  const forgeries: ReadonlyArray<[string, Said, string]> = [
    ['a signature by another key', { signature: signed(good, OTHER) }, 'doesn’t hold'],
    [
      'the amount behind another hash',
      { statement: aStatement({ payloadHash: 'b'.repeat(64) }), signature: signed(good) },
      'doesn’t hold',
    ],
    [
      'another key than the statement names',
      { publicKey: OTHER.raw, signature: signed(good, OTHER) },
      'names another key',
    ],
    [
      'the word on another request',
      { statement: aStatement({ requestId: 'apr_ZZZZZZZZZZZZZZZZZZZZZZZZZZ' }) },
      'another request',
    ],
    ['a yes made of a no', { statement: aStatement({ decision: 'reject' }) }, 'the opposite'],
    [
      'a word from another day',
      { statement: aStatement({ at: new Date(AT + 86_400_000).toISOString() }) },
      'another time',
    ],
    ['something that is no signature', { signature: 'yes' }, 'without a countersignature'],
  ]
  it.each(forgeries)('is named when it is forged: %s', (_name, said, why) => {
    expect(brokenAt(said)).toEqual({ sequence: 3, why: expect.stringContaining(why) })
  })

  it('is missed where an entry tells of a decision without one', () => {
    const bare = aRow(1, { action: 'approval.approved', subjectId: REQUEST })
    expect(walked([entryItem(sealed([bare])[0]!)]).firstBroken).toMatchObject({ sequence: 1 })
  })
})

describe('audit-verify', () => {
  const run = async (said: Said) => {
    const signer = aSigner()
    const file = join(folder, 'export.jsonl')
    const pem = join(folder, 'key.pem')
    writeFileSync(file, exportText(withCheckpoints(chainWith(said), signer, 4)))
    writeFileSync(pem, signer.publicKey.export({ format: 'pem', type: 'spki' }).toString())
    const out: string[] = []
    const io = { env: {}, out: (line: string) => out.push(line), err: (line: string) => out.push(line) }
    return { code: await auditVerifyCommand.run([file, '--key', pem], io), said: out.join('\n') }
  }

  it('says how many hold', async () => {
    expect(await run({})).toEqual({ code: 0, said: expect.stringContaining('The one countersignature holds.') })
  })

  it('names the first that doesn’t, though the whole chain is sealed and signed over it', async () => {
    const { code, said } = await run({ signature: signed(aStatement(), OTHER) })
    expect(code).toBe(1)
    expect(said).toContain('BROKEN at entry 3: Its countersignature doesn’t hold')
  })
})
