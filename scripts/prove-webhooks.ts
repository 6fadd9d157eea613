import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killInbox } from '../tests/prove/events/kill-inbox.ts'
import { type EventRun, simulateEvents } from '../tests/prove/events/simulate-events.ts'
import { postgresStores, sqliteStores, type Stores } from '../tests/prove/stores.ts'

// Lives through many billing histories whose webhooks are lost, doubled and shuffled; goes on where it was stopped while
// its sources are the same. `node scripts/prove-webhooks.ts postgres 4711` lives through one of them again.

const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20_261_120)
const HISTORIES = Number(process.env['COUNTERSIGN_HISTORIES'] ?? 10_000)
const KILLED_RUNS = 12
const AT_ONCE = 4
const SOURCES = [
  'server/features/webhooks',
  'server/features/mirror',
  'server/adapters/database/migrations/0020-webhooks.ts',
  'server/adapters/stripe',
  'server/app/events.ts',
  'server/ports/stripe-event.ts',
  'tests/prove/events',
]

const repository = join(import.meta.dirname, '..')
const FILE = join(repository, 'docs/proof/webhooks.json')

type Place = Stores['kind']

interface Proof {
  readonly name: 'webhooks'
  readonly commit: string
  readonly at: string
  readonly seed: number
  readonly sources: string
  readonly counts: {
    readonly kills: Readonly<Record<'runs' | 'kills' | 'acknowledged', number>>
    readonly histories: Readonly<Record<Place, number>>
    readonly happened: Readonly<Record<string, number>>
  }
  readonly failures: ReadonlyArray<{ place: Place | 'kills'; seed: number; problems: readonly string[] }>
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
  const counts = { kills: { runs: 0, kills: 0, acknowledged: 0 }, histories: { sqlite: 0, postgres: 0 }, happened: {} }
  const fresh: Proof = { name: 'webhooks', commit: '', at: '', seed: SEED, sources, counts, failures: [] }
  if (!existsSync(FILE)) return fresh
  const kept = JSON.parse(readFileSync(FILE, 'utf8')) as Proof
  return kept.sources === sources && kept.seed === SEED && kept.failures.length === 0 ? kept : fresh
}

const COMMIT = git('rev-parse', 'HEAD')

const save = (proof: Proof): void => {
  mkdirSync(join(repository, 'docs/proof'), { recursive: true })
  writeFileSync(FILE, `${JSON.stringify({ ...proof, commit: COMMIT, at: new Date().toISOString() }, null, 2)}\n`)
}

const withLived = (proof: Proof, place: Place, { seed, problems, counts }: EventRun): Proof => {
  const happened: Record<string, number> = { ...proof.counts.happened }
  for (const [name, count] of Object.entries(counts)) happened[name] = (happened[name] ?? 0) + count
  const histories = { ...proof.counts.histories, [place]: proof.counts.histories[place] + 1 }
  const failed = problems.length === 0 ? [] : [{ place, seed, problems: problems.slice(0, 5) }]
  return { ...proof, counts: { ...proof.counts, histories, happened }, failures: [...proof.failures, ...failed] }
}

const liveAll = async (from: Proof, stores: Stores): Promise<Proof> => {
  const place = stores.kind
  let proof = from
  while (proof.counts.histories[place] < HISTORIES) {
    const first = proof.counts.histories[place]
    const count = Math.min(AT_ONCE, HISTORIES - first)
    const seeds = Array.from({ length: count }, (_nothing, n) => SEED + first + n)
    for (const run of await Promise.all(seeds.map((seed) => simulateEvents(stores, seed)))) {
      proof = withLived(proof, place, run)
      if (run.problems.length > 0) console.error(`${place}, seed ${run.seed}:\n  ${run.problems.join('\n  ')}`)
    }
    save(proof)
    if ((first / AT_ONCE) % 10 === 0)
      console.log(`${place}: ${first + count} of ${HISTORIES}, ${proof.failures.length} failed`)
  }
  return proof
}

/** Each in a database of its own; every process of it is really killed. */
const killAll = async (from: Proof): Promise<Proof> => {
  let proof = from
  while (proof.counts.kills.runs < KILLED_RUNS) {
    const { runs, kills, acknowledged } = proof.counts.kills
    const folder = mkdtempSync(join(tmpdir(), 'countersign-kill-'))
    const { seed, problems, counts } = await killInbox(`sqlite:${join(folder, 'inbox.db')}`, SEED + runs)
    rmSync(folder, { recursive: true, force: true })
    const sum = { runs: runs + 1, kills: kills + counts.kills, acknowledged: acknowledged + counts.acknowledged }
    const failed = problems.length === 0 ? [] : [{ place: 'kills' as const, seed, problems: problems.slice(0, 5) }]
    proof = { ...proof, counts: { ...proof.counts, kills: sum }, failures: [...proof.failures, ...failed] }
    save(proof)
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
  let proof = await killAll(begun(sourcesNow()))
  for (const place of ['sqlite', 'postgres']) proof = await withStores(place, (stores) => liveAll(proof, stores))
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
