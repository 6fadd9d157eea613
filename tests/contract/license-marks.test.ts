// Guarantee: what a check leaves behind is written late, or never, without harm: it overtakes nothing that is newer, and moves
// on no seat that somebody else may have by then.
import { DAY_MS, MINUTE_MS } from '@countersign/shared/times'
import { describe, expect, test } from 'vitest'
import { forgetInstances } from '../../server/features/instances/forget-instances.ts'
import { type CheckMark, insertInstances, type InstanceRow, writeMarks } from '../../server/features/instances/store.ts'
import { insertLicense } from '../../server/features/licenses/store.ts'
import { fixedClock } from '../../server/kernel/clock.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { eachDatabase } from '../support/databases.ts'
import { aLicense, NOON } from '../support/license-server.ts'

const hash = (letter: string): string => letter.repeat(43)

const aRow = (over: Partial<InstanceRow> = {}): InstanceRow => ({
  id: 'ins_1',
  licenseId: 'lic_1',
  installId: 'install-1',
  name: 'node',
  environment: 'production',
  isEphemeral: 0,
  version: '4.2.0',
  releasedOn: '2026-11-01',
  epoch: 2,
  epochStarts: '[]',
  sequence: 5,
  nonceHash: hash('e'),
  seatSince: NOON,
  seatUntil: NOON + 60 * MINUTE_MS,
  runUntil: NOON + 60 * MINUTE_MS,
  lastSeenAt: NOON,
  lastAddress: '10.0.0.1',
  counts: '{"devices":1}',
  releasedAt: null,
  releasedBy: null,
  refusedAs: 'NOT_ACTIVE',
  cloneSuspectedAt: null,
  cloneEvidence: null,
  createdAt: NOON,
  ...over,
})

const LATER = NOON + 120 * MINUTE_MS

const aMark = (over: Partial<CheckMark> = {}): CheckMark => ({
  id: 'ins_1',
  epoch: 2,
  sequence: 6,
  nonceHash: hash('f'),
  seatUntil: LATER,
  seatMarginMs: 10 * MINUTE_MS,
  runUntil: LATER,
  at: NOON + 1,
  address: '10.0.0.2',
  version: '4.3.0',
  releasedOn: '2026-11-02',
  counts: null,
  refusedAs: null,
  ...over,
})

eachDatabase((_name, open) => {
  const after = async (row: InstanceRow, marks: readonly CheckMark[], now = NOON + 1) => {
    const { db } = await open()
    const written = await inTransaction(db, async (tx) => {
      await insertLicense(tx, aLicense({ id: 'lic_1' }))
      await insertInstances(tx, [row, aRow({ id: 'ins_2', installId: 'install-2' })])
      return writeMarks(tx, marks, now)
    })
    const rows = await db.selectFrom('instance').selectAll().orderBy('id').execute()
    return { written: [...written], row: rows[0], other: rows[1] }
  }

  describe('a mark', () => {
    test('is written whole, and on its own instance', async () => {
      const { written, row, other } = await after(aRow(), [aMark()])
      expect(written).toEqual(['ins_1'])
      const { seatMarginMs: _margin, at: lastSeenAt, address: lastAddress, counts: _counts, ...rest } = aMark()
      expect(row).toEqual({ ...aRow(), ...rest, lastSeenAt, lastAddress })
      expect(other).toEqual(aRow({ id: 'ins_2', installId: 'install-2' }))
    })

    test('many are written with one statement', async () => {
      const { written } = await after(aRow(), [aMark(), aMark({ id: 'ins_2' }), aMark({ id: 'ins_3' })])
      expect(written.toSorted()).toEqual(['ins_1', 'ins_2'])
    })

    test('mends a write that was lost, and may be written twice', async () => {
      expect((await after(aRow(), [aMark({ sequence: 40 })])).row).toMatchObject({ sequence: 40, refusedAs: null })
      expect((await after(aRow(), [aMark({ sequence: 5, nonceHash: hash('e') })])).written).toEqual(['ins_1'])
    })

    test.each([
      ['is behind', { sequence: 4 }],
      ['stands at the same place with another nonce', { sequence: 5 }],
      ['is of an older epoch', { epoch: 1, sequence: 99 }],
      ['is of an epoch that the database lost', { epoch: 3 }],
    ])('that %s changes nothing', async (_what, over) => {
      const { written, row } = await after(aRow(), [aMark(over)])
      expect(written).toEqual([])
      expect(row).toEqual(aRow())
    })

    test('moves the seat on only while more than the margin of it is left, and not of one that was released', async () => {
      const seatAfter = async (row: InstanceRow, now: number) => (await after(row, [aMark()], now)).row?.seatUntil
      const { seatUntil } = aRow()
      expect(await seatAfter(aRow(), seatUntil - 10 * MINUTE_MS - 1)).toBe(LATER)
      expect(await seatAfter(aRow(), seatUntil - 10 * MINUTE_MS)).toBe(seatUntil)
      expect(await seatAfter(aRow(), seatUntil + 1)).toBe(seatUntil)
      expect(await seatAfter(aRow({ releasedAt: NOON }), NOON)).toBe(seatUntil)
      expect((await after(aRow(), [aMark({ seatUntil: 0, runUntil: 0 })])).row).toMatchObject({
        seatUntil,
        runUntil: seatUntil,
      })
    })
  })

  test('instances that are idle since long are forgotten, pods sooner; what still runs, holds a seat or is suspected stays', async () => {
    const { db } = await open()
    const idle = (days: number) => ({ runUntil: NOON - days * DAY_MS - 1, seatUntil: NOON - days * DAY_MS - 1 })
    const rows = [
      aRow({ id: 'gone', ...idle(400) }),
      aRow({ id: 'gone pod', isEphemeral: 1, ...idle(7) }),
      aRow({ id: 'idle', ...idle(399) }),
      aRow({ id: 'idle pod', isEphemeral: 1, ...idle(6) }),
      aRow({ id: 'pod that runs', isEphemeral: 1, ...idle(7), runUntil: NOON }),
      aRow({ id: 'suspected', cloneSuspectedAt: NOON, ...idle(500) }),
    ]
    await inTransaction(db, async (tx) => {
      await insertLicense(tx, aLicense({ id: 'lic_1' }))
      await insertInstances(
        tx,
        rows.map((row) => ({ ...row, installId: `of ${row.id}` })),
      )
    })
    const never = new AbortController().signal
    expect(await forgetInstances({ db, clock: fixedClock(NOON) }, never)).toBe(2)
    const left = await db.selectFrom('instance').select('id').orderBy('id').execute()
    expect(left.map(({ id }) => id)).toEqual(['idle', 'idle pod', 'pod that runs', 'suspected'])
  })
})
