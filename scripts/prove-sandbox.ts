import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { startSandbox } from '../stripe-sandbox/index.ts'
import { acts } from '../stripe-sandbox/tests/model/history.ts'
import { judge } from '../stripe-sandbox/tests/model/problems.ts'
import { histories } from '../stripe-sandbox/tests/model/steps.ts'
import { answerProblems } from '../stripe-sandbox/tests/shapes/answer-problems.ts'

// Lives through many long histories in the sandbox; goes on where it was stopped while its sources are the same.

const HISTORIES = Number(process.env['COUNTERSIGN_HISTORIES'] ?? 2000)
const LONGEST = 60
const BATCH = 20
const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20_261_120)

const repository = join(import.meta.dirname, '..')
const FILE = join(repository, 'docs/proof/sandbox.json')

interface Failure {
  readonly seed: number
  readonly history: number
  readonly problems: readonly string[]
}

interface Proof {
  readonly name: 'sandbox'
  readonly commit: string
  readonly at: string
  readonly seed: number
  /** What was tried: the sources as they were, so that another state starts anew. */
  readonly sources: string
  readonly counts: {
    readonly histories: number
    readonly steps: number
    readonly done: Readonly<Record<string, number>>
  }
  readonly failures: readonly Failure[]
}

const git = (...args: string[]): string => execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim()

/** Committed or not: whatever the sandbox is made of. */
const sourcesNow = (): string => {
  const hash = createHash('sha256')
  for (const file of git('ls-files', '--cached', '--others', '--exclude-standard', 'stripe-sandbox')
    .split('\n')
    .toSorted())
    if (file.endsWith('.ts') && existsSync(join(repository, file)))
      hash.update(file).update(readFileSync(join(repository, file)))
  return hash.digest('hex').slice(0, 16)
}

const begun = (sources: string): Proof => {
  const fresh: Proof = {
    name: 'sandbox',
    commit: '',
    at: '',
    seed: SEED,
    sources,
    counts: { histories: 0, steps: 0, done: {} },
    failures: [],
  }
  if (!existsSync(FILE)) return fresh
  const kept = JSON.parse(readFileSync(FILE, 'utf8')) as Proof
  return kept.sources === sources && kept.seed === SEED && kept.failures.length === 0 ? kept : fresh
}

const save = (proof: Proof): void => {
  mkdirSync(join(repository, 'docs/proof'), { recursive: true })
  const stamped = { ...proof, commit: git('rev-parse', 'HEAD'), at: new Date().toISOString() }
  writeFileSync(FILE, `${JSON.stringify(stamped, null, 2)}\n`)
}

const counted = (done: Readonly<Record<string, number>>, names: readonly string[]): Record<string, number> => {
  const sum = { ...done }
  for (const name of names) sum[name] = (sum[name] ?? 0) + 1
  return sum
}

/** A batch in a sandbox of its own; every batch has a seed of its own, so that any of them can be lived again. */
const liveBatch = async (proof: Proof): Promise<Proof> => {
  const wrong = new Set<string>()
  const sandbox = await startSandbox({
    onAnswer: (answer) => {
      for (const problem of answerProblems(answer)) wrong.add(problem)
    },
  })
  const seed = SEED + proof.counts.histories
  let { steps, done } = proof.counts
  const failures: Failure[] = []
  for (const [history, tried] of fc.sample(histories(LONGEST), { numRuns: BATCH, seed }).entries()) {
    const outcome = await judge(sandbox, `sk_test_history${history}`, tried)
    steps += tried.length
    done = counted(done, outcome.done)
    const problems = [...outcome.problems, ...wrong]
    wrong.clear()
    if (problems.length > 0) failures.push({ seed, history, problems: problems.slice(0, 5) })
  }
  await sandbox.close()
  return {
    ...proof,
    counts: { histories: proof.counts.histories + BATCH, steps, done },
    failures: [...proof.failures, ...failures],
  }
}

let proof = begun(sourcesNow())
while (proof.counts.histories < HISTORIES && proof.failures.length === 0) {
  proof = await liveBatch(proof)
  save(proof)
  console.log(`${proof.counts.histories} of ${HISTORIES} histories, ${proof.counts.steps} steps`)
}
for (const { seed, history, problems } of proof.failures)
  console.error(`seed ${seed}, history ${history}:\n  ${problems.join('\n  ')}`)
const never = Object.keys(acts).filter((act) => !(act in proof.counts.done))
if (never.length > 0) console.log(`never done, because refused each time: ${never.join(', ')}`)
process.exitCode = proof.failures.length === 0 ? 0 : 1
