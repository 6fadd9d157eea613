import { type SeatRun, simulateSeats } from '../tests/prove/seats/simulate-seats.ts'
import { postgresStores, sqliteStores, type Stores } from '../tests/prove/stores.ts'
import { openProof, type Proof } from './steps/proof-file.ts'

// Fifty pods come and go a thousand times on one process over SQLite, and on two over one PostgreSQL; goes on where it was stopped
// while its sources are the same. `node scripts/prove-seats.ts postgres 4711` lives through one stretch again.

const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20_261_120)
const STRETCHES = Number(process.env['COUNTERSIGN_STRETCHES'] ?? 20)
const CYCLES = 50
const PODS = 50
const SOURCES = [
  'license-client/client',
  'license-client/lease',
  'license-client/store',
  'license-client/time',
  'license-client/wire',
  'server/features/instances',
  'server/features/licenses',
  'tests/prove/seats',
]

type Place = Stores['kind']

interface Counts {
  readonly pods: number
  /** Scaled up and down so many times. */
  readonly cycles: Readonly<Record<Place, number>>
  readonly happened: Readonly<Record<string, number>>
}

interface Failure {
  readonly place: Place
  readonly seed: number
  readonly problems: readonly string[]
}

const file = openProof<Counts, Failure>('seats', {
  seed: SEED,
  paths: SOURCES,
  nothing: { pods: PODS, cycles: { sqlite: 0, postgres: 0 }, happened: {} },
})

const withLived = (
  proof: Proof<Counts, Failure>,
  place: Place,
  { seed, problems, counts }: SeatRun,
): Proof<Counts, Failure> => {
  const happened: Record<string, number> = { ...proof.counts.happened }
  for (const [what, times] of Object.entries(counts)) happened[what] = (happened[what] ?? 0) + times
  const cycles = { ...proof.counts.cycles, [place]: proof.counts.cycles[place] + CYCLES }
  const failed = problems.length === 0 ? [] : [{ place, seed, problems: problems.slice(0, 5) }]
  return { ...proof, counts: { ...proof.counts, cycles, happened }, failures: [...proof.failures, ...failed] }
}

const liveAll = async (from: Proof<Counts, Failure>, stores: Stores): Promise<Proof<Counts, Failure>> => {
  const place = stores.kind
  let proof = from
  while (proof.counts.cycles[place] < STRETCHES * CYCLES) {
    const seed = SEED + proof.counts.cycles[place] / CYCLES
    const run = await simulateSeats(stores, { seed, pods: PODS, cycles: CYCLES })
    proof = withLived(proof, place, run)
    if (run.problems.length > 0) console.error(`${place}, seed ${seed}:\n  ${run.problems.join('\n  ')}`)
    file.save(proof)
    console.log(`${place}: ${proof.counts.cycles[place]} of ${STRETCHES * CYCLES}, ${proof.failures.length} failed`)
  }
  return proof
}

const withStores = async <T>(place: string, work: (stores: Stores) => Promise<T>): Promise<T> => {
  const stores = await (place === 'postgres' ? postgresStores() : sqliteStores())
  try {
    return await work(stores)
  } finally {
    await stores.close()
  }
}

const proveAll = async (): Promise<number> => {
  let proof = file.begin()
  for (const place of ['sqlite', 'postgres']) proof = await withStores(place, (stores) => liveAll(proof, stores))
  return proof.failures.length === 0 ? 0 : 1
}

const replay = (place: string, seed: number): Promise<number> =>
  withStores(place, async (stores) => {
    const lived = await simulateSeats(stores, { seed, pods: PODS, cycles: CYCLES })
    console.log(JSON.stringify(lived, null, 2))
    return lived.problems.length === 0 ? 0 : 1
  })

const [place, seed] = process.argv.slice(2)
process.exitCode = place === undefined ? await proveAll() : await replay(place, Number(seed))
