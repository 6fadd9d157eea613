import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killInbox } from '../tests/prove/events/kill-inbox.ts'
import { type EventRun, simulateEvents } from '../tests/prove/events/simulate-events.ts'
import { postgresStores, sqliteStores, type Stores } from '../tests/prove/stores.ts'
import { type PostgresServer, startPostgres } from '../tests/support/postgres.ts'
import { openProof, type Proof } from './steps/proof-file.ts'

// Lives through many billing histories whose webhooks are lost, doubled and shuffled, two replicas on each, and judges mirror,
// tenants and limits by what Stripe says at the end; goes on where it was stopped while its sources are the same. `node scripts/prove-webhooks.ts postgres 4711` lives through one of them again.

const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20_261_120)
const HISTORIES = Number(process.env['COUNTERSIGN_HISTORIES'] ?? 10_000)
const KILLED_RUNS = 36
const AT_ONCE = 4
/** One database after the other, so that neither waits for all of the other's histories. */
const IN_TURN = 200
const SOURCES = [
  'server/features/webhooks',
  'server/features/mirror',
  'server/features/tenants',
  'server/adapters/database',
  'server/adapters/stripe',
  'server/app/events.ts',
  'server/ports/stripe-event.ts',
  'tests/prove/events',
]

type Place = Stores['kind']
const PLACES: readonly Place[] = ['sqlite', 'postgres']

interface Counts {
  readonly kills: Readonly<Record<'runs' | 'kills' | 'acknowledged', number>>
  readonly histories: Readonly<Record<Place, number>>
  readonly happened: Readonly<Record<string, number>>
}

interface Failure {
  readonly place: Place | 'kills'
  readonly seed: number
  readonly problems: readonly string[]
}

const file = openProof<Counts, Failure>('webhooks', {
  seed: SEED,
  paths: SOURCES,
  nothing: { kills: { runs: 0, kills: 0, acknowledged: 0 }, histories: { sqlite: 0, postgres: 0 }, happened: {} },
})

const withLived = (
  proof: Proof<Counts, Failure>,
  place: Place,
  { seed, problems, counts }: EventRun,
): Proof<Counts, Failure> => {
  const happened: Record<string, number> = { ...proof.counts.happened }
  for (const [name, count] of Object.entries(counts)) happened[name] = (happened[name] ?? 0) + count
  const histories = { ...proof.counts.histories, [place]: proof.counts.histories[place] + 1 }
  const failed = problems.length === 0 ? [] : [{ place, seed, problems: problems.slice(0, 5) }]
  return { ...proof, counts: { ...proof.counts, histories, happened }, failures: [...proof.failures, ...failed] }
}

const liveSome = async (from: Proof<Counts, Failure>, stores: Stores): Promise<Proof<Counts, Failure>> => {
  const place = stores.kind
  const until = Math.min(HISTORIES, from.counts.histories[place] + IN_TURN)
  let proof = from
  while (proof.counts.histories[place] < until) {
    const first = proof.counts.histories[place]
    const count = Math.min(AT_ONCE, until - first)
    const seeds = Array.from({ length: count }, (_nothing, n) => SEED + first + n)
    for (const run of await Promise.all(seeds.map((seed) => simulateEvents(stores, seed)))) {
      proof = withLived(proof, place, run)
      if (run.problems.length > 0) console.error(`${place}, seed ${run.seed}:\n  ${run.problems.join('\n  ')}`)
    }
    file.save(proof)
    if ((first / AT_ONCE) % 10 === 0)
      console.log(`${place}: ${first + count} of ${HISTORIES}, ${proof.failures.length} failed`)
  }
  return proof
}

const KINDS = ['sqlite3', 'node:sqlite', 'postgres'] as const

const killOne = async (server: PostgresServer, folder: string, run: number) => {
  const kind = KINDS[run % KINDS.length] ?? 'postgres'
  if (kind !== 'postgres') return killInbox({ kind, url: `sqlite:${join(folder, `${run}.db`)}` }, SEED + run)
  await server.createDatabase(`killed_${run}`)
  return killInbox({ kind, url: server.urlOf(`killed_${run}`) }, SEED + run)
}

/** Each in a database of its own, of each kind in turn; every process of it is really killed. */
const killAll = async (from: Proof<Counts, Failure>): Promise<Proof<Counts, Failure>> => {
  if (from.counts.kills.runs >= KILLED_RUNS) return from
  const folder = mkdtempSync(join(tmpdir(), 'countersign-kill-'))
  const server = await startPostgres({ flushing: 'durable' })
  let proof = from
  while (proof.counts.kills.runs < KILLED_RUNS) {
    const { runs, kills, acknowledged } = proof.counts.kills
    const { seed, problems, counts } = await killOne(server, folder, runs)
    const sum = { runs: runs + 1, kills: kills + counts.kills, acknowledged: acknowledged + counts.acknowledged }
    const failed = problems.length === 0 ? [] : [{ place: 'kills' as const, seed, problems: problems.slice(0, 5) }]
    proof = { ...proof, counts: { ...proof.counts, kills: sum }, failures: [...proof.failures, ...failed] }
    file.save(proof)
  }
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
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
  let proof = await killAll(file.begin())
  while (PLACES.some((place) => proof.counts.histories[place] < HISTORIES))
    for (const place of PLACES) proof = await withStores(place, (stores) => liveSome(proof, stores))
  return proof.failures.length === 0 ? 0 : 1
}

const replay = (place: string, seed: number): Promise<number> =>
  withStores(place, async (stores) => {
    const lived = await simulateEvents(stores, seed)
    console.log(JSON.stringify(lived, null, 2))
    return lived.problems.length === 0 ? 0 : 1
  })

const [place, seed] = process.argv.slice(2)
process.exitCode = place === undefined ? await proveAll() : await replay(place, Number(seed))
