import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Stryker } from '@stryker-mutator/core'
import { repository } from './steps/run-step.ts'

// Changes the rules of money one operator at a time and counts the changes that no test notices. A rule is tested when at
// least 85 in 100 of its changes are caught.

const GOAL = 85
const PROOF = 'docs/proof/mutation.json'

/** The rules that decide over money. */
const RULES = [
  'server/features/{approvals,coupons,credits,executions}/*-rules.ts',
  'server/features/subscriptions/cancellation-rules.ts',
]

/** Left out of the copy that is changed. */
const NOT_NEEDED = ['.*', 'bench', 'dist', 'docs', 'out', 'scripts', 'src-main', 'src-renderer', 'stripe-sandbox']

interface Tally {
  killed: number
  survived: number
  /** Changes of a module's constants, which aren't tried. */
  constants: number
  readonly survivors: string[]
}

const prove = async (only: readonly string[]): Promise<Map<string, Tally>> => {
  const stryker = new Stryker({
    mutate: only.length > 0 ? [...only] : RULES,
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.mutation.config.ts', related: false },
    plugins: ['@stryker-mutator/vitest-runner'],
    reporters: ['progress-append-only', 'clear-text'],
    clearTextReporter: { logTests: false, reportTests: false, allowEmojis: false },
    concurrency: 2,
    // A changed constant of a module would need every test again; their share of the time is three quarters.
    ignoreStatic: true,
    tempDirName: '.stryker-tmp',
    ignorePatterns: NOT_NEEDED,
    thresholds: { high: 95, low: GOAL, break: null },
  })
  const tallies = new Map<string, Tally>()
  for (const { fileName, status, location, replacement } of await stryker.runMutationTest()) {
    const path = fileName.slice(fileName.indexOf('server/'))
    const tally = tallies.get(path) ?? { killed: 0, survived: 0, constants: 0, survivors: [] }
    if (status === 'Killed' || status === 'Timeout') tally.killed += 1
    if (status === 'Ignored') tally.constants += 1
    if (status === 'Survived' || status === 'NoCoverage') {
      tally.survived += 1
      tally.survivors.push(`${location.start.line}:${location.start.column} ${replacement ?? ''}`)
    }
    tallies.set(path, tally)
  }
  return tallies
}

const scoreOf = ({ killed, survived }: Pick<Tally, 'killed' | 'survived'>): number =>
  Math.round((1000 * killed) / Math.max(1, killed + survived)) / 10

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim()

const main = async (): Promise<number> => {
  const only = process.argv.slice(2)
  const tallies = await prove(only)
  const files = [...tallies.entries()].toSorted(([first], [second]) => first.localeCompare(second))
  const rows = files.map(([file, tally]) => ({
    file,
    killed: tally.killed,
    survived: tally.survived,
    constants: tally.constants,
    score: scoreOf(tally),
  }))
  const below = files.filter(([, tally]) => scoreOf(tally) < GOAL)
  const sum = (of: 'killed' | 'survived' | 'constants') => rows.reduce((before, row) => before + row[of], 0)
  const all = { killed: sum('killed'), survived: sum('survived'), constants: sum('constants') }
  for (const { file, score } of rows) console.log(`${String(score).padStart(5)} %  ${file}`)
  console.log(`${String(scoreOf(all)).padStart(5)} %  all; the goal is ${GOAL} % for each`)
  if (only.length === 0) {
    const proof = {
      name: 'mutation',
      commit: git('rev-parse', 'HEAD'),
      at: new Date().toISOString(),
      seed: null,
      counts: { ...all, score: scoreOf(all), goal: GOAL, files: rows },
      failures: below.map(([file, { survivors }]) => ({ file, survivors })),
    }
    mkdirSync(join(repository, 'docs/proof'), { recursive: true })
    writeFileSync(join(repository, PROOF), `${JSON.stringify(proof, null, 2)}\n`)
  }
  return rows.length > 0 && below.length === 0 ? 0 : 1
}

process.exitCode = await main()
