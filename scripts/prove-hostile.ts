import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Attack, attackLicenses } from '../tests/prove/hostile/attack-licenses.ts'
import { compareTimes } from '../tests/prove/hostile/compare-times.ts'
import { postgresStores, sqliteStores, type Stores } from '../tests/prove/stores.ts'

// A million generated calls against the licence API: typed answers, no 5xx, no growth in memory; and whether the time of a
// wrong key tells how much of it is right. Each round is a fresh companion under a seed of its own.

const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20_261_120)
const CALLS = Number(process.env['COUNTERSIGN_CALLS'] ?? 1_000_000)
const A_ROUND = 20_000
/** On PostgreSQL; what is stored differs there, what is parsed doesn't. */
const POSTGRES_SHARE = 0.1
const GROWTH_BYTES = 32 * 1024 * 1024
/** Of Welch's t: beyond, the times of the two kinds of keys differ. */
const MOST_T = 10

const repository = join(import.meta.dirname, '..')

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const heapNow = (): number => {
  collect()
  return process.memoryUsage().heapUsed
}

interface Sum {
  calls: number
  readonly statuses: Record<string, number>
  readonly answers: Record<string, number>
  readonly failures: Array<{ place: string; seed: number; problems: readonly string[] }>
}

const add = (into: Record<string, number>, from: Readonly<Record<string, number>>): void => {
  for (const [name, count] of Object.entries(from)) into[name] = (into[name] ?? 0) + count
}

const note = (sum: Sum, place: string, { seed, statuses, answers, problems }: Attack): void => {
  add(sum.statuses, statuses)
  add(sum.answers, answers)
  if (problems.length === 0) return
  sum.failures.push({ place, seed, problems: problems.slice(0, 5) })
  console.error(`${place}, seed ${seed}:\n  ${problems.join('\n  ')}`)
}

const attackOn = async (stores: Stores, calls: number, sum: Sum): Promise<void> => {
  for (let done = 0; done < calls; done += A_ROUND) {
    const store = await stores.fresh()
    const { db, close } = await store.open()
    const count = Math.min(A_ROUND, calls - done)
    note(sum, stores.kind, await attackLicenses(db, { seed: SEED + sum.calls, calls: count }))
    sum.calls += count
    await close()
    await store.remove()
    console.log(`${stores.kind}: ${done + count} of ${calls}, ${sum.failures.length} failed`)
  }
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
  const sum: Sum = { calls: 0, statuses: {}, answers: {}, failures: [] }
  const onPostgres = Math.floor(CALLS * POSTGRES_SHARE)
  const heap = await withStores(sqliteStores(), async (stores) => {
    await attackOn(stores, Math.min(A_ROUND, CALLS), sum)
    const before = heapNow()
    await attackOn(stores, Math.max(0, CALLS - onPostgres - A_ROUND), sum)
    return { before, after: heapNow() }
  })
  await withStores(postgresStores(), (stores) => attackOn(stores, onPostgres, sum))
  const t = await withStores(sqliteStores(), async (stores) => {
    const store = await stores.fresh()
    const { db, close } = await store.open()
    const found = await compareTimes(db, 40_000)
    await close()
    return found
  })
  const growth = heap.after - heap.before
  const own = [
    ...(growth > GROWTH_BYTES ? [`the heap grew by ${growth} bytes`] : []),
    ...(Math.abs(t) > MOST_T ? [`a key that is nearly right takes another time: t = ${t.toFixed(1)}`] : []),
  ]
  if (own.length > 0) sum.failures.push({ place: 'process', seed: SEED, problems: own })
  const { statuses, answers, failures, calls } = sum
  const counts = { calls, statuses, answers, heapGrowthBytes: growth, keyTimingT: Number(t.toFixed(2)) }
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: repository, encoding: 'utf8' }).trim()
  const proof = { name: 'hostile', commit, at: new Date().toISOString(), seed: SEED, counts, failures }
  mkdirSync(join(repository, 'docs/proof'), { recursive: true })
  writeFileSync(join(repository, 'docs/proof/hostile.json'), `${JSON.stringify(proof, null, 2)}\n`)
  console.log(JSON.stringify(counts))
  return failures.length === 0 ? 0 : 1
}

process.exitCode = await main()
