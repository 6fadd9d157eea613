// Guarantee: whatever becomes of Stripe's webhooks on their way, mirror, tenants and limits end as Stripe says: lost ones are
// found by listing, doubled and shuffled ones change nothing, a fill at the same time and a second replica do no harm. No event
// is applied twice, nothing older is written over what is newer, and nobody who pays is locked out.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { simulateEvents } from '../prove/events/simulate-events.ts'
import { postgresStores, sqliteStores, type Stores } from '../prove/stores.ts'

const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20_261_120)

// The first seeds of `npm run prove webhooks`.
const seeds = (count: number) => Array.from({ length: count }, (_nothing, number) => SEED + number)

const inStores = (open: () => Promise<Stores>, count: number) => {
  let stores: Stores
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  test.each(seeds(count))('seed %i', async (seed) => {
    expect((await simulateEvents(stores, seed)).problems).toEqual([])
  })
}

describe('two replicas on one file', () => {
  inStores(sqliteStores, 12)
})

describe('two replicas on one PostgreSQL', () => {
  inStores(postgresStores, 5)
})
