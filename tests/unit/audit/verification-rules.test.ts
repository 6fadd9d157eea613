import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryHash, type SealedEntry } from '../../../server/features/audit-log/chain-rules.ts'
import { hashText } from '../../../server/features/audit-log/hash-text.ts'
import { aRow, aSigner, checkpointItem, entryItem, rowsUpTo, sealed, walked, withCheckpoints } from './a-chain.ts'

const LENGTH = 12
const CHAIN = sealed(rowsUpTo(LENGTH))
const SIGNER = aSigner()
const index = fc.integer({ min: 0, max: LENGTH - 1 })
const FIELDS = Object.keys(CHAIN[0]!) as Array<keyof SealedEntry>

const items = (entries: readonly SealedEntry[]) => entries.map(entryItem)
const firstBroken = (entries: readonly SealedEntry[]) => walked(items(entries)).firstBroken?.sequence ?? null

const changed = (entry: SealedEntry, field: keyof SealedEntry, text: string): SealedEntry => {
  const old = entry[field]
  if (typeof old === 'number') return { ...entry, [field]: old + 1 + text.length }
  return { ...entry, [field]: old === text ? `${text}!` : text }
}

describe('a chain as it was sealed', () => {
  it('holds, and says how far checkpoints cover it', () => {
    const walk = walked(withCheckpoints(CHAIN, SIGNER, 5), { signer: SIGNER })
    expect(walk).toMatchObject({ entries: 12, checkpoints: 2, lastSequence: 12, coveredTo: 10, firstBroken: null })
    expect(walk.lastCheckpointAt).toBe(SIGNER.sign(CHAIN[9]!).at)
  })

  it('holds when it is empty', () => expect(walked([]).firstBroken).toBeNull())

  it('holds as a range, which takes its first predecessor at its word', () => {
    expect(walked(items(CHAIN.slice(4, 8)), { from: 5, to: 8 })).toMatchObject({ entries: 4, firstBroken: null })
  })
})

describe('any single change is found and its entry named', () => {
  it('a changed field', () => {
    fc.assert(
      fc.property(index, fc.constantFrom(...FIELDS), fc.string(), (i, field, text) => {
        expect(firstBroken(CHAIN.with(i, changed(CHAIN[i]!, field, text)))).toBe(i + 1)
      }),
    )
  })

  it('a changed content whose hash was computed anew: at the next entry, which names the old one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LENGTH - 2 }), (i) => {
        const forged = { ...CHAIN[i]!, reason: 'no reason at all' }
        expect(firstBroken(CHAIN.with(i, { ...forged, hash: entryHash(forged, hashText) }))).toBe(i + 2)
      }),
    )
  })

  it('a removed entry, unless it is the last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LENGTH - 2 }), (i) => {
        expect(firstBroken(CHAIN.toSpliced(i, 1))).toBe(i + 1)
      }),
    )
  })

  it('two entries in each other’s place', () => {
    fc.assert(
      fc.property(index, index, (i, j) => {
        fc.pre(i !== j)
        expect(firstBroken(CHAIN.with(i, CHAIN[j]!).with(j, CHAIN[i]!))).toBe(Math.min(i, j) + 1)
      }),
    )
  })

  it('two entries that swapped everything but their place', () => {
    fc.assert(
      fc.property(index, index, (i, j) => {
        fc.pre(i < j)
        const moved = (to: number, from: number) => ({ ...CHAIN[from]!, sequence: CHAIN[to]!.sequence })
        expect(firstBroken(CHAIN.with(i, moved(i, j)).with(j, moved(j, i)))).toBe(i + 1)
      }),
    )
  })

  it('an entry put in, a copy or a new one', () => {
    fc.assert(
      fc.property(index, index, (i, j) => {
        expect(firstBroken(CHAIN.toSpliced(i, 0, CHAIN[j]!))).toBe(j === i ? i + 2 : i + 1)
        const [forged] = sealed([aRow(99, { action: 'credit.approved' })])
        expect(firstBroken(CHAIN.toSpliced(i, 0, { ...forged!, sequence: i + 1 }))).toBe(i === 0 ? 1 : i + 1)
      }),
    )
  })

  it('a field that the format doesn’t know of can’t hide in the hash', () => {
    const extended = { ...CHAIN[3]!, note: 'x' } as SealedEntry
    expect(firstBroken(CHAIN.with(3, extended))).toBe(4)
  })
})

describe('checkpoints', () => {
  const rewritten = sealed(rowsUpTo(LENGTH).with(6, aRow(7, { reason: 'another' })))

  it('a rewritten chain holds by itself; an older checkpoint kept elsewhere shows it', () => {
    expect(walked(items(rewritten)).firstBroken).toBeNull()
    const outside = [SIGNER.sign(CHAIN[4]!), SIGNER.sign(CHAIN[9]!)]
    const walk = walked(items(rewritten), { signer: SIGNER, outside })
    expect(walk.firstBroken).toMatchObject({ sequence: 10 })
    expect(walk.firstBroken?.why).toContain('Entries 6 to 10 were rewritten')
    expect(walk.coveredTo).toBe(5)
  })

  it('a cut tail is claimed against a checkpoint kept elsewhere, and not without', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LENGTH - 1 }), (kept) => {
        const cut = items(CHAIN.slice(0, kept))
        expect(walked(cut).firstBroken).toBeNull()
        const walk = walked(cut, { signer: SIGNER, outside: [SIGNER.sign(CHAIN[LENGTH - 1]!)] })
        expect(walk.firstBroken).toMatchObject({ sequence: kept + 1 })
        expect(walk.firstBroken?.why).toContain('The tail is cut')
      }),
    )
  })

  it('one inside the list that reaches beyond its entries shows the cut too', () => {
    const cut = [...items(CHAIN.slice(0, 8)), checkpointItem(SIGNER.sign(CHAIN[9]!))]
    expect(walked(cut, { signer: SIGNER }).firstBroken).toMatchObject({ sequence: 9 })
  })

  it('says nothing about entries that a range was not asked for', () => {
    const range = items(CHAIN.slice(2, 6))
    const outside = [SIGNER.sign(CHAIN[0]!), SIGNER.sign(CHAIN[11]!)]
    expect(walked(range, { signer: SIGNER, outside, from: 3, to: 6 }).firstBroken).toBeNull()
    expect(walked(range.slice(0, 3), { signer: SIGNER, outside: [SIGNER.sign(CHAIN[5]!)], from: 3, to: 6 }).firstBroken) //
      .toMatchObject({ sequence: 6 })
  })

  it('any change to one is found', () => {
    const good = SIGNER.sign(CHAIN[4]!)
    const flip = (text: string) => (text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`)
    const changes = [
      { companion: 'aud_other' },
      { hash: CHAIN[3]!.hash },
      { at: '2026-11-21T00:00:00.000Z' },
      { signature: flip(good.signature) },
      { signature: `${good.signature}=` },
      { keyId: '0000000000000000' },
    ]
    for (const change of changes) {
      const list = withCheckpoints(CHAIN, SIGNER, 99).toSpliced(5, 0, checkpointItem({ ...good, ...change }))
      expect(walked(list, { signer: SIGNER }).firstBroken, JSON.stringify(change)).toMatchObject({ sequence: 5 })
    }
  })

  it('one by a key that isn’t known says so; one of another companion, too', () => {
    const stranger = aSigner()
    const byStranger = [...items(CHAIN), checkpointItem(stranger.sign(CHAIN[11]!))]
    expect(walked(byStranger, { signer: SIGNER }).firstBroken?.why).toContain('unknown key')
    const other = SIGNER.sign(CHAIN[11]!, { companion: 'aud_other' })
    expect(walked([...items(CHAIN), checkpointItem(other)], { signer: SIGNER }).firstBroken?.why).toContain('another')
  })

  it('a chain that begins with another entry than it is said to is not this companion’s', () => {
    expect(walked(items(CHAIN), { companion: 'aud_other' }).firstBroken).toMatchObject({ sequence: 1 })
  })
})
