import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SeatRun, simulateSeats } from '../tests/prove/seats/simulate-seats.ts'
import { postgresStores, sqliteStores, type Stores } from '../tests/prove/stores.ts'

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

const repository = join(import.meta.dirname, '..')
const FILE = join(repository, 'docs/proof/seats.json')

type Place = Stores['kind']

interface Proof {
  readonly name: 'seats'
  readonly commit: string
  readonly at: string
  readonly seed: number
  readonly sources: string
  readonly counts: {
    readonly pods: number
    /** Scaled up and down so many times. */
    readonly cycles: Readonly<Record<Place, number>>
    readonly happened: Readonly<Record<string, number>>
  }
  readonly failures: ReadonlyArray<{ place: Place; seed: number; problems: readonly string[] }>
}

const git = (...args: string[]): string => execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim()

const sourcesNow = (): string => {
  const hash = createHash('sha256')
  const files = git('ls-files', '--cached', '--others', '--exclude-standard', ...SOURCES).split('\n')
  for (const file of files.toSorted())
    if (existsSync(join(repository, file))) hash.update(file).update(readFileSync(join(repository, file)))
  return hash.digest('hex').slice(0, 16)
}

const begun = (sources: string): Proof => {
  const counts = { pods: PODS, cycles: { sqlite: 0, postgres: 0 }, happened: {} }
  const fresh: Proof = { name: 'seats', commit: '', at: '', seed: SEED, sources, counts, failures: [] }
  if (!existsSync(FILE)) return fresh
  const kept = JSON.parse(readFileSync(FILE, 'utf8')) as Proof
  return kept.sources === sources && kept.seed === SEED && kept.failures.length === 0 ? kept : fresh
}

const COMMIT = git('rev-parse', 'HEAD')

const save = (proof: Proof): void => {
  mkdirSync(join(repository, 'docs/proof'), { recursive: true })
  writeFileSync(FILE, `${JSON.stringify({ ...proof, commit: COMMIT, at: new Date().toISOString() }, null, 2)}\n`)
}

const withLived = (proof: Proof, place: Place, { seed, problems, counts }: SeatRun): Proof => {
  const happened: Record<string, number> = { ...proof.counts.happened }
  for (const [what, times] of Object.entries(counts)) happened[what] = (happened[what] ?? 0) + times
  const cycles = { ...proof.counts.cycles, [place]: proof.counts.cycles[place] + CYCLES }
  const failed = problems.length === 0 ? [] : [{ place, seed, problems: problems.slice(0, 5) }]
  return { ...proof, counts: { ...proof.counts, cycles, happened }, failures: [...proof.failures, ...failed] }
}

const liveAll = async (from: Proof, stores: Stores): Promise<Proof> => {
  const place = stores.kind
  let proof = from
  while (proof.counts.cycles[place] < STRETCHES * CYCLES) {
    const seed = SEED + proof.counts.cycles[place] / CYCLES
    const run = await simulateSeats(stores, { seed, pods: PODS, cycles: CYCLES })
    proof = withLived(proof, place, run)
    if (run.problems.length > 0) console.error(`${place}, seed ${seed}:\n  ${run.problems.join('\n  ')}`)
    save(proof)
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
  let proof = begun(sourcesNow())
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
