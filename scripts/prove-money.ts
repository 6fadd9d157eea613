import { killCompanion } from '../tests/prove/kill-companion.ts'
import { type Run, simulateMoney } from '../tests/prove/simulate-money.ts'
import { postgresStores, sqliteStores, type Stores } from '../tests/prove/stores.ts'
import { openProof, type Proof } from './steps/proof-file.ts'

// Lives through many worlds in which everything breaks; goes on where it was stopped while its sources are the same.
// `node scripts/prove-money.ts sqlite 4711` lives through one of them again.

const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20_261_120)
const RUNS = { sqlite: 1000, postgres: 200, kills: 12 }
/** While one world waits for its answers, others go on. */
const AT_ONCE = 4
const SOURCES = ['server', 'src-shared', 'tests/prove', 'tests/support/approvals.ts']

type Place = keyof typeof RUNS
interface Failure {
  readonly place: Place
  readonly seed: number
  readonly problems: readonly string[]
}
type Sums = Readonly<Record<string, number>>

interface Counts {
  readonly runs: Readonly<Record<Place, number>>
  /** What was done to them. */
  readonly happened: Sums
  /** How their requests ended. */
  readonly ends: Sums
}

const file = openProof<Counts, Failure>('money', {
  seed: SEED,
  paths: SOURCES,
  nothing: { runs: { sqlite: 0, postgres: 0, kills: 0 }, happened: {}, ends: {} },
})

const added = (sums: Sums, more: Sums): Sums => {
  const all: Record<string, number> = { ...sums }
  for (const [name, count] of Object.entries(more)) all[name] = (all[name] ?? 0) + count
  return Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => a.localeCompare(b)))
}

type Lived = Pick<Run, 'seed' | 'problems'> & { readonly happened: Sums; readonly ends: Sums }

const withLived = (
  proof: Proof<Counts, Failure>,
  place: Place,
  { seed, problems, happened, ends }: Lived,
): Proof<Counts, Failure> => ({
  ...proof,
  counts: {
    runs: { ...proof.counts.runs, [place]: proof.counts.runs[place] + 1 },
    happened: added(proof.counts.happened, happened),
    ends: added(proof.counts.ends, ends),
  },
  failures:
    problems.length === 0 ? proof.failures : [...proof.failures, { place, seed, problems: problems.slice(0, 5) }],
})

const simulated =
  (stores: Stores) =>
  async (seed: number): Promise<Lived> => {
    const { problems, counts, ends } = await simulateMoney(stores, seed)
    return { seed, problems, happened: { ...counts }, ends }
  }

const killed = async (seed: number): Promise<Lived> => {
  const { kills, problems } = await killCompanion(seed)
  return { seed, problems, happened: { kills }, ends: {} }
}

const liveAll = async (
  from: Proof<Counts, Failure>,
  place: Place,
  live: (seed: number) => Promise<Lived>,
): Promise<Proof<Counts, Failure>> => {
  let proof = from
  while (proof.counts.runs[place] < RUNS[place]) {
    const from = proof.counts.runs[place]
    const count = Math.min(AT_ONCE, RUNS[place] - from)
    const group = await Promise.all(Array.from({ length: count }, (_nothing, n) => live(SEED + from + n)))
    for (const lived of group) {
      proof = withLived(proof, place, lived)
      if (lived.problems.length > 0) console.error(`${place}, seed ${lived.seed}:\n  ${lived.problems.join('\n  ')}`)
    }
    file.save(proof)
    const told = `${place}: ${from + count} of ${RUNS[place]}, ${proof.failures.length} failed`
    if ((from / AT_ONCE) % 10 === 0) console.log(told)
  }
  return proof
}

const withStores = async <T>(open: () => Promise<Stores>, work: (stores: Stores) => Promise<T>): Promise<T> => {
  const stores = await open()
  try {
    return await work(stores)
  } finally {
    await stores.close()
  }
}

const proveAll = async (): Promise<number> => {
  let proof = file.begin()
  proof = await withStores(sqliteStores, (stores) => liveAll(proof, 'sqlite', simulated(stores)))
  proof = await withStores(postgresStores, (stores) => liveAll(proof, 'postgres', simulated(stores)))
  proof = await liveAll(proof, 'kills', killed)
  return proof.failures.length === 0 ? 0 : 1
}

const replay = async (place: string, seed: number): Promise<number> => {
  const open = place === 'postgres' ? postgresStores : sqliteStores
  const lived = place === 'kills' ? await killed(seed) : await withStores(open, (stores) => simulated(stores)(seed))
  console.log(JSON.stringify(lived, null, 2))
  return lived.problems.length === 0 ? 0 : 1
}

const [place, seed] = process.argv.slice(2)
process.exitCode = place === undefined ? await proveAll() : await replay(place, Number(seed))
