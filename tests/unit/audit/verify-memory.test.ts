// A log of any length is verified in the memory of a short one: lines are read as they are needed, and none is kept.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { canonicalJson } from '@countersign/shared/canonical'
import { chainEntries, type SealRow, sealedEntryOf } from '../../../server/features/audit-log/chain-rules.ts'
import { hashText } from '../../../server/features/audit-log/hash-text.ts'
import { verifyExport } from '../../../server/features/audit-log/verify-export.ts'
import { AT, aRow, aSigner, exportText } from './a-chain.ts'

/** The full count is 100,000. */
const ENTRIES = Number(process.env.COUNTERSIGN_PROVE_AUDIT_ENTRIES ?? 10_000)
const LIMIT_BYTES = 4_000_000

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const heapNow = () => {
  collect()
  return process.memoryUsage().heapUsed
}

it(`verifies ${ENTRIES} entries without keeping them`, async () => {
  const signer = aSigner()
  let most = 0
  let atStart = 0
  async function* lines() {
    yield exportText([]).trimEnd()
    let last: SealRow | null = null
    for (let n = 1; n <= ENTRIES; n++) {
      const row = aRow(n)
      const seal: SealRow = chainEntries(last, [row], AT, hashText)[0]!
      last = seal
      yield canonicalJson({ kind: 'entry', ...sealedEntryOf(row, seal) })
      if (n % 256 === 0) yield canonicalJson({ kind: 'checkpoint', ...signer.sign(seal) })
      if (n === 500) atStart = heapNow()
      if (n % (ENTRIES / 5) === 0) most = Math.max(most, heapNow())
    }
  }
  const publicKeys = new Map([[signer.keyId, signer.publicKey]])
  const verdict = await verifyExport(lines(), { publicKeys, checkpoints: [] })
  expect(verdict).toMatchObject({ kind: 'verified', walk: { entries: ENTRIES, firstBroken: null } })
  expect(most - atStart).toBeLessThan(LIMIT_BYTES)
})
