import { readFileSync } from 'node:fs'

export interface Count {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

interface FileReport {
  readonly status: string
  readonly assertionResults: readonly { readonly status: string }[]
}

export interface Report {
  readonly testResults: readonly FileReport[]
}

export const readReport = (path: string): Report | null => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report
  } catch {
    return null
  }
}

const countFile = ({ status, assertionResults }: FileReport): Count => {
  const withStatus = (wanted: string) => assertionResults.filter((result) => result.status === wanted).length
  const [passed, failed] = [withStatus('passed'), withStatus('failed')]
  // A file that could not be loaded, or whose hooks broke, fails without a single failed test in it.
  const isBroken = status === 'failed' && failed === 0
  return { passed, failed: failed + (isBroken ? 1 : 0), skipped: assertionResults.length - passed - failed }
}

const add = (left: Count, right: Count): Count => ({
  passed: left.passed + right.passed,
  failed: left.failed + right.failed,
  skipped: left.skipped + right.skipped,
})

const NONE: Count = { passed: 0, failed: 0, skipped: 0 }

export const sumCounts = (counts: readonly Count[]): Count => counts.reduce(add, NONE)

export interface SuiteOutcome extends Count {
  /** Why the suite failed beyond its failed tests; each counts as one failure. */
  readonly problem: string | null
}

interface Run {
  readonly report: Report | null
  readonly isOk: boolean
  readonly floor: number
}

const problemOf = ({ report, isOk, floor }: Run, { passed, failed }: Count): string | null => {
  if (report === null) return 'left no report'
  if (passed + failed < floor) return `ran ${passed + failed} tests, its floor is ${floor}`
  if (!isOk && failed === 0) return 'ended with an error outside its tests'
  return null
}

/** Reads a suite's outcome from vitest's report. Whatever makes the run untrustworthy is a failure, never a silence. */
export const judgeSuite = (run: Run): SuiteOutcome => {
  const count = sumCounts((run.report?.testResults ?? []).map(countFile))
  const problem = problemOf(run, count)
  return { ...count, failed: count.failed + (problem === null ? 0 : 1), problem }
}
