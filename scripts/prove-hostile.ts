import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { attackLicenses } from '../tests/prove/hostile/attack-licenses.ts'
import { compareTimes } from '../tests/prove/hostile/compare-times.ts'
import { postgresStores, sqliteStores, type Stores } from '../tests/prove/stores.ts'
import { openProof, type Proof } from './steps/proof-file.ts'

// A million generated calls against the licence API: typed answers, no 5xx, no growth in memory; and whether the time of a
// wrong key tells how much of it is right. Each round is a fresh companion under a seed of its own. It goes on where it was
// stopped while its sources are the same.

const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20_261_120)
const CALLS = Number(process.env['COUNTERSIGN_CALLS'] ?? 1_000_000)
const A_ROUND = 10_000
/** What is stored differs on PostgreSQL, what is parsed doesn't. */
const WANTED = { sqlite: Math.ceil(CALLS * 0.9), postgres: Math.floor(CALLS * 0.1) }
const MOST_GROWTH_BYTES = 32 * 1024 * 1024
/** Of Welch's t: beyond, the times of the two kinds of keys differ. */
const MOST_T = 10
const SOURCES = [
  'server/features/instances',
  'server/features/licenses',
  'src-shared/licenses-api.ts',
  'tests/prove/hostile',
]

interface Counts {
  sqlite: number
  postgres: number
  readonly statuses: Record<string, number>
  readonly answers: Record<string, number>
  /** The most that one process's heap grew by, from its first round to its last. */
  heapGrowthBytes: number
  /** Of a key whose first 20 symbols are right beside one of nobody; null = not compared so far. */
  keyTimingT: number | null
}

interface Failure {
  readonly place: string
  readonly seed: number
  readonly problems: readonly string[]
}

const file = openProof<Counts, Failure>('hostile', {
  seed: SEED,
  paths: SOURCES,
  nothing: { sqlite: 0, postgres: 0, statuses: {}, answers: {}, heapGrowthBytes: 0, keyTimingT: null },
})

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const heapNow = (): number => {
  collect()
  return process.memoryUsage().heapUsed
}

const add = (into: Record<string, number>, from: Readonly<Record<string, number>>): void => {
  for (const [name, count] of Object.entries(from)) into[name] = (into[name] ?? 0) + count
}

const fail = (proof: Proof<Counts, Failure>, place: string, problems: readonly string[], seed = SEED): void => {
  if (problems.length === 0) return
  proof.failures.push({ place, seed, problems: problems.slice(0, 5) })
  console.error(`${place}, seed ${seed}:\n  ${problems.join('\n  ')}`)
}

const attackRound = async (stores: Stores, calls: number, proof: Proof<Counts, Failure>): Promise<void> => {
  const { counts } = proof
  const store = await stores.fresh()
  const { db, close } = await store.open()
  const seed = SEED + counts[stores.kind] + (stores.kind === 'postgres' ? 7 : 0)
  const { statuses, answers, problems } = await attackLicenses(db, { seed, calls })
  await close()
  await store.remove()
  add(counts.statuses, statuses)
  add(counts.answers, answers)
  fail(proof, stores.kind, problems, seed)
  counts[stores.kind] += calls
}

const attackAll = async (stores: Stores, proof: Proof<Counts, Failure>): Promise<void> => {
  const { counts } = proof
  let before: number | null = null
  while (counts[stores.kind] < WANTED[stores.kind]) {
    await attackRound(stores, Math.min(A_ROUND, WANTED[stores.kind] - counts[stores.kind]), proof)
    const heap = heapNow()
    before ??= heap
    counts.heapGrowthBytes = Math.max(counts.heapGrowthBytes, heap - before)
    file.save(proof)
    console.log(`${stores.kind}: ${counts[stores.kind]} of ${WANTED[stores.kind]}, ${proof.failures.length} failed`)
  }
}

const compareKeys = async (stores: Stores): Promise<number> => {
  const store = await stores.fresh()
  const { db, close } = await store.open()
  const t = await compareTimes(db, 40_000)
  await close()
  return Number(t.toFixed(2))
}

const withStores = async <T>(made: Promise<Stores>, work: (stores: Stores) => Promise<T>): Promise<T> => {
  const stores = await made
  try {
    return await work(stores)
  } finally {
    await stores.close()
  }
}

const main = async (): Promise<number> => {
  const proof = file.begin()
  const { counts } = proof
  counts.keyTimingT ??= await withStores(sqliteStores(), compareKeys)
  if (Math.abs(counts.keyTimingT) > MOST_T)
    fail(proof, 'keys', [`a key that is nearly right takes another time: t = ${counts.keyTimingT}`])
  await withStores(sqliteStores(), (stores) => attackAll(stores, proof))
  await withStores(postgresStores(), (stores) => attackAll(stores, proof))
  if (counts.heapGrowthBytes > MOST_GROWTH_BYTES)
    fail(proof, 'memory', [`the heap grew by ${counts.heapGrowthBytes} bytes`])
  file.save(proof)
  console.log(JSON.stringify(counts))
  return proof.failures.length === 0 ? 0 : 1
}

process.exitCode = await main()
