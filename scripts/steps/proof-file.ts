import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { repository } from './run-step.ts'

/** What is kept of a proof in `docs/proof`. */
export interface Proof<Counts, Failure> {
  readonly name: string
  readonly commit: string
  readonly at: string
  readonly seed: number
  /** What was tried: the sources as they were, so that another state starts anew. */
  readonly sources: string
  readonly counts: Counts
  readonly failures: Failure[]
}

interface ProofFile<Counts, Failure> {
  /** As far as an earlier run came on the same sources and seed without a failure, else from `nothing` on. */
  begin(): Proof<Counts, Failure>
  save(proof: Proof<Counts, Failure>): void
}

interface About<Counts> {
  readonly seed: number
  /** The sources that it is about. */
  readonly paths: readonly string[]
  readonly nothing: Counts
}

const git = (...args: string[]): string => execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim()

/** Committed or not: whatever lies below these paths. */
const hashOf = (paths: readonly string[]): string => {
  const hash = createHash('sha256')
  const files = git('ls-files', '--cached', '--others', '--exclude-standard', ...paths).split('\n')
  for (const file of files.toSorted())
    if (existsSync(join(repository, file))) hash.update(file).update(readFileSync(join(repository, file)))
  return hash.digest('hex').slice(0, 16)
}

/** The file of a proof that goes on where it was stopped. */
export const openProof = <Counts, Failure>(
  name: string,
  { seed, paths, nothing }: About<Counts>,
): ProofFile<Counts, Failure> => {
  const file = join(repository, `docs/proof/${name}.json`)
  // Of the start: what is committed while it runs was not tried.
  const commit = git('rev-parse', 'HEAD')
  return {
    begin: () => {
      const sources = hashOf(paths)
      const fresh = { name, commit: '', at: '', seed, sources, counts: nothing, failures: [] }
      if (!existsSync(file)) return fresh
      const kept = JSON.parse(readFileSync(file, 'utf8')) as Proof<Counts, Failure>
      return kept.sources === sources && kept.seed === seed && kept.failures.length === 0 ? kept : fresh
    },
    save: (proof) => {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, `${JSON.stringify({ ...proof, commit, at: new Date().toISOString() }, null, 2)}\n`)
    },
  }
}
