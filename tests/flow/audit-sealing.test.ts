// Every committed entry ends up in the chain exactly once, however late it commits, whoever seals, and whatever fails.
import { beforeEach, describe, expect, it } from 'vitest'
import { checkChain } from '../../server/features/audit-log/check-chain.ts'
import { recordAudit, startSealer } from '../../server/features/audit-log/index.ts'
import { sealEntries } from '../../server/features/audit-log/seal-entries.ts'
import { FULL_SWEEP_EVERY_MS, GROUP_SIZE, RECENT_MS } from '../../server/features/audit-log/sealing-rules.ts'
import type { Database } from '../../server/ports/database.ts'
import { eachDatabase, type FreshDatabase } from '../support/databases.ts'
import { aKernel, aNote, aSink, KEYS, NOON, record, recordMany, sealsOf } from './audit-kernel.ts'

const NEVER = 1e6

eachDatabase((kind, open) => {
  let fresh: FreshDatabase
  let db: Database
  beforeEach(async () => {
    fresh = await open()
    db = fresh.db
  })
  const intactWith = async (entries: number) =>
    expect(await checkChain(aKernel(db))).toMatchObject({ intact: true, entries, firstBroken: null })

  it('chains in groups, signs at once, every 256 entries and each hour, and keeps each checkpoint outside', async () => {
    const kernel = aKernel(db)
    const { sink, kept } = aSink()
    const sealer = startSealer(kernel, { sink, intervalMs: NEVER })
    await recordMany(db, NOON, GROUP_SIZE + 10)
    await sealer.sealNow()
    await intactWith(GROUP_SIZE + 10)
    expect(kept.map(({ sequence }) => sequence)).toEqual([GROUP_SIZE])
    await record(db, NOON + 5000)
    await sealer.sealNow()
    expect(kept).toHaveLength(1)
    kernel.clock.advance(3_600_000)
    await sealer.sealNow()
    expect(kept.map(({ sequence }) => sequence)).toEqual([GROUP_SIZE, GROUP_SIZE + 11])
    kernel.clock.advance(3_600_000)
    await sealer.sealNow()
    expect(kept).toHaveLength(2)
    expect(new Set(kept.map(({ companion }) => companion))).toEqual(new Set([(await sealsOf(db))[0]!.entryId]))
    await sealer.stop()
  })

  it('seals by itself as time passes, and what is left when it is stopped', async () => {
    const sealer = startSealer(aKernel(db), { sink: aSink().sink, intervalMs: 5 })
    await recordMany(db, NOON, 3)
    await expect.poll(async () => (await sealsOf(db)).length).toBe(3)
    expect(sealer.status()).toMatchObject({ sealedAt: NOON, sealingFailures: 0, sinkFailingSince: null })
    await record(db, NOON)
    await sealer.stop()
    await intactWith(4)
  })

  it('is not broken by a clock that goes backwards', async () => {
    const kernel = aKernel(db)
    const sealer = startSealer(kernel, { sink: aSink().sink, intervalMs: NEVER })
    await recordMany(db, NOON, 3)
    await sealer.sealNow()
    kernel.clock.advance(-7_200_000)
    await recordMany(db, NOON - 7_200_000, 3)
    await sealer.sealNow()
    await intactWith(6)
    const seals = await sealsOf(db)
    expect(seals.at(-1)!.sealedAt).toBeLessThan(seals[0]!.sealedAt)
  })

  it('finds an entry that is older than all it has sealed: soon if it is recent, else at the next full sweep', async () => {
    const kernel = aKernel(db)
    await recordMany(db, NOON, 5)
    await sealEntries(kernel, null)
    await record(db, NOON - RECENT_MS + 1)
    await record(db, NOON - FULL_SWEEP_EVERY_MS * 100)
    expect(await sealEntries(kernel, NOON - RECENT_MS)).toMatchObject({ sealed: 1 })
    expect(await sealEntries(kernel, NOON - RECENT_MS)).toMatchObject({ sealed: 0 })
    expect(await sealEntries(kernel, null)).toMatchObject({ sealed: 1 })
    await intactWith(7)
  })

  it('seals nothing by halves: when it dies inside a group, none of that group is chained', async () => {
    await recordMany(db, NOON, GROUP_SIZE + 40)
    const signingKey = () => {
      throw new Error('died while signing')
    }
    const dying = { ...KEYS, signingKey }
    const kernel = aKernel(db)
    await expect(sealEntries({ ...kernel, keys: dying }, null)).rejects.toThrow('died while signing')
    expect(await sealsOf(db)).toEqual([])
    expect(await sealEntries(kernel, null)).toMatchObject({ sealed: GROUP_SIZE, signed: true })
    // Another process goes on behind the group that was finished.
    const { db: other } = await fresh.again()
    await startSealer(aKernel(other), { sink: aSink().sink, intervalMs: NEVER }).sealNow()
    await intactWith(GROUP_SIZE + 40)
  })

  describe('a sink that fails', () => {
    it('is visible, loses no checkpoint and holds up no sealing', async () => {
      const said: string[] = []
      const log = { info: () => {}, warn: () => {}, error: (_: object, message: string) => void said.push(message) }
      const kernel = aKernel(db, { log })
      const { sink, kept, state } = aSink()
      const sealer = startSealer(kernel, { sink, intervalMs: NEVER })
      state.isFailing = true
      await recordMany(db, NOON, 2)
      await sealer.sealNow()
      kernel.clock.advance(3_600_000)
      await recordMany(db, NOON + 100, 2)
      await sealer.sealNow()
      expect(kept).toEqual([])
      expect(sealer.status().sinkFailingSince).toBe(NOON)
      expect(said).toEqual(['checkpoints can’t be written outside the database'])
      await intactWith(4)
      state.isFailing = false
      await sealer.sealNow()
      expect(kept.map(({ sequence }) => sequence)).toEqual([2, 4])
      expect(sealer.status().sinkFailingSince).toBeNull()
    })

    it('is brought up to date by the next process', async () => {
      const { sink, kept, state } = aSink()
      state.isFailing = true
      await record(db, NOON)
      await startSealer(aKernel(db), { sink, intervalMs: NEVER }).sealNow()
      state.isFailing = false
      const next = startSealer(aKernel(db), { sink, intervalMs: NEVER })
      await next.sealNow()
      await next.sealNow()
      expect(kept.map(({ sequence }) => sequence)).toEqual([1])
    })
  })

  it('goes on after the database failed, and says so', async () => {
    const closed = (await open({ isEmpty: true })).db
    const said: string[] = []
    const log = { info: () => {}, warn: () => {}, error: (_: object, message: string) => void said.push(message) }
    const sealer = startSealer(aKernel(closed, { log }), { sink: aSink().sink, intervalMs: 1 })
    await expect.poll(() => sealer.status().sealingFailures).toBeGreaterThan(1)
    await expect(sealer.sealNow()).rejects.toThrow()
    await sealer.stop()
    expect(said[0]).toContain('the next round tries again')
  })

  it.runIf(kind === 'postgres')('seals a long transaction that commits after younger ones were sealed', async () => {
    const kernel = aKernel(db)
    const { db: other } = await fresh.again()
    const written = Promise.withResolvers<void>()
    const commit = Promise.withResolvers<void>()
    const long = other.transaction().execute(async (tx) => {
      await recordAudit(tx, NOON, aNote({ requestId: 'long' }))
      written.resolve()
      await commit.promise
    })
    await written.promise
    await recordMany(db, NOON + 1, 5)
    expect(await sealEntries(kernel, null)).toMatchObject({ sealed: 5 })
    commit.resolve()
    await long
    expect(await sealEntries(kernel, NOON - RECENT_MS)).toMatchObject({ sealed: 1 })
    await intactWith(6)
  })

  it.runIf(kind === 'postgres')('lets one sealer through at a time; the other does not wait', async () => {
    await recordMany(db, NOON, 5)
    const { db: other } = await fresh.again()
    const { takeSealLock } = await import('../../server/features/audit-log/store.ts')
    await other.transaction().execute(async (tx) => {
      expect(await takeSealLock(tx, 'postgres')).toBe(true)
      expect(await sealEntries(aKernel(db), null)).toMatchObject({ sealed: 0, isBusy: true })
    })
    expect(await sealEntries(aKernel(db), null)).toMatchObject({ sealed: 5 })
  })
})
