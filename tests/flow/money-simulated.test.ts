// Guarantee: money moves exactly once. Whatever Stripe answers or doesn't, wherever a process dies, whatever a restored
// backup forgot: one effect for each request that is done, none for one that isn't, and an account of every other.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { simulateMoney } from '../prove/simulate-money.ts'
import { postgresStores, sqliteStores, type Stores } from '../prove/stores.ts'

const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20_261_120)

// The first seeds of `npm run prove money`.
const seeds = (count: number) => Array.from({ length: count }, (_nothing, number) => SEED + number)

const inStores = (open: () => Promise<Stores>, count: number) => {
  let stores: Stores
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  test.each(seeds(count))('seed %i', async (seed) => {
    expect((await simulateMoney(stores, seed)).problems).toEqual([])
  })
}

describe('two processes on one file', () => {
  inStores(sqliteStores, 25)
})

describe('two companions on one PostgreSQL', () => {
  inStores(postgresStores, 5)
})
