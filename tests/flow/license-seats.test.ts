// Guarantee: however pods scale up and down, die without goodbye and come back with fresh disks, through outages and lost answers,
// never more seats are granted than paid, no paid pod waits longer than a dead one's seat, and none is locked before its lease ends.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { simulateSeats } from '../prove/seats/simulate-seats.ts'
import { postgresStores, sqliteStores, type Stores } from '../prove/stores.ts'

const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20_261_120)

const inStores = (open: () => Promise<Stores>, runs: number, cycles: number) => {
  let stores: Stores
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  test.each(Array.from({ length: runs }, (_nothing, n) => SEED + n))('seed %i', async (seed) => {
    const { problems, counts } = await simulateSeats(stores, { seed, pods: 10, cycles })
    expect(problems).toEqual([])
    // Something has to have happened for that to mean anything.
    expect(counts).toMatchObject({
      died: expect.any(Number),
      check: expect.any(Number),
      NO_FREE_SEAT: expect.any(Number),
    })
  })
}

describe('one process over a file', () => {
  inStores(sqliteStores, 3, 10)
})

describe('two processes over one PostgreSQL', () => {
  inStores(postgresStores, 1, 6)
})
