import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Holds the second implementation, in Go, to the vectors that the TypeScript client is held to in the unit suite. Needs Go on the
// machine (Debian's package `golang-go`); without it nothing is proven, and that is said.

const repository = join(import.meta.dirname, '..')
const FOLDER = join(repository, 'license-client/go')
const FILE = join(repository, 'docs/proof/vectors.json')

interface TestEvent {
  readonly Action: string
  readonly Test?: string
}

const git = (...args: string[]): string => execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim()
const go = (...args: string[]) => spawnSync('go', args, { cwd: FOLDER, encoding: 'utf8' })

const eventsOf = (output: string): readonly TestEvent[] =>
  output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as TestEvent] : []))

/** One by one: `TestLeases/alg_none`. */
const casesOf = (events: readonly TestEvent[], action: string): readonly string[] =>
  events.flatMap(({ Action, Test }) => (Action === action && Test?.includes('/') === true ? [Test] : []))

const countsOf = (passed: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const name of passed) {
    const kind = (name.split('/')[0] ?? '').replace('Test', '').toLowerCase()
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

const prove = (): number => {
  const version = go('version')
  if (version.error) {
    console.log('skipped: the vectors in Go, since there is no `go` on this machine')
    return 0
  }
  const vetted = go('vet', './...')
  const tested = go('test', '-count=1', '-json', './...')
  const events = eventsOf(tested.stdout)
  const counts = countsOf(casesOf(events, 'pass'))
  const failures = [...casesOf(events, 'fail'), ...(vetted.status === 0 ? [] : [vetted.stderr.trim()])]
  const isRun = tested.status === 0 && Object.keys(counts).length > 0
  const what = { name: 'vectors', commit: git('rev-parse', 'HEAD'), at: new Date().toISOString(), seed: null }
  mkdirSync(join(repository, 'docs/proof'), { recursive: true })
  writeFileSync(FILE, `${JSON.stringify({ ...what, with: version.stdout.trim(), counts, failures }, null, 2)}\n`)
  console.log(`${version.stdout.trim()}: ${JSON.stringify(counts)}, ${failures.length} failed`)
  for (const failure of failures) console.error(failure)
  return isRun && failures.length === 0 ? 0 : 1
}

process.exitCode = prove()
