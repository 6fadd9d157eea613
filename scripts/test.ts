import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { availableParallelism } from 'node:os'
import { ensureBuild, isBuildable } from './steps/ensure-build.ts'
import { ensureChromium } from './steps/find-chromium.ts'
import { judgeSuite, readReport, type SuiteOutcome, sumCounts } from './steps/read-report.ts'
import { inSeconds, program, repository, runStep, runSteps } from './steps/run-step.ts'
import { STATIC_STEPS } from './steps/static-steps.ts'
import { type Suite, SUITES } from './steps/suites.ts'

// Everything, with fixed seeds: the static steps, then each suite. The last line is the sum that CI reads.

interface Line extends SuiteOutcome {
  readonly name: string
  readonly tookMs: number
}

const reports = join(repository, 'reports')

const runStatic = async (): Promise<Line> => {
  const startedAt = performance.now()
  const results = await runSteps(STATIC_STEPS, Math.max(2, availableParallelism()), ({ name, isOk, tookMs }) =>
    console.log(`${isOk ? 'ok  ' : 'FAIL'}  ${name}  (${inSeconds(tookMs)})`),
  )
  const failed = results.filter((result) => !result.isOk)
  for (const { name, output } of failed) console.log(`\n── ${name} ──\n${output.trim()}`)
  const tookMs = performance.now() - startedAt
  const problem = failed.length > 0 ? failed.map(({ name }) => name).join(', ') : null
  return { name: 'static', passed: results.length - failed.length, failed: failed.length, skipped: 0, problem, tookMs }
}

/** What a suite needs of the machine; returns the environment to run it in. */
const prepare = async (suite: Suite): Promise<Record<string, string>> => {
  if (suite.needsBuild && isBuildable()) await ensureBuild(console.log)
  if (!suite.isInBrowser) return {}
  const chromium = await ensureChromium()
  return { CHROMIUM_PATH: chromium, STAND_IN_CHROMIUM: chromium }
}

const runSuite = async (suite: Suite): Promise<Line> => {
  console.log(`\n── ${suite.name} ──`)
  const startedAt = performance.now()
  const reportFile = join(reports, `${suite.name}.json`)
  rmSync(reportFile, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  try {
    const env = await prepare(suite)
    const command = [program('vitest'), 'run', '--project', suite.name, ...reporters] as const
    const { isOk } = await runStep({ name: suite.name, command, env }, { isShown: true })
    const outcome = judgeSuite({ report: readReport(reportFile), isOk, floor: suite.floor })
    return { name: suite.name, ...outcome, tookMs: performance.now() - startedAt }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    return { name: suite.name, passed: 0, failed: 1, skipped: 0, problem, tookMs: performance.now() - startedAt }
  }
}

const row = (cells: readonly string[]) =>
  cells.map((cell, index) => (index === 0 ? cell.padEnd(10) : cell.padStart(9))).join('')

const print = (lines: readonly Line[]) => {
  console.log(`\n${row(['suite', 'passed', 'failed', 'skipped', 'time'])}`)
  for (const { name, passed, failed, skipped, tookMs, problem } of lines) {
    const cells = row([name, String(passed), String(failed), String(skipped), inSeconds(tookMs)])
    console.log(problem === null ? cells : `${cells}  ${problem}`)
  }
}

const chosenSuites = (names: readonly string[]): readonly Suite[] => {
  const known = SUITES.map((suite) => suite.name)
  const unknown = names.filter((name) => name !== 'static' && !known.includes(name))
  if (unknown.length > 0) throw new Error(`No suite “${unknown.join(', ')}”; there are: static, ${known.join(', ')}.`)
  return names.length === 0 ? SUITES : SUITES.filter(({ name }) => names.includes(name))
}

const main = async (names: readonly string[]): Promise<number> => {
  const suites = chosenSuites(names)
  mkdirSync(reports, { recursive: true })
  const lines: Line[] = []
  if (names.length === 0 || names.includes('static')) lines.push(await runStatic())
  for (const suite of suites) lines.push(await runSuite(suite))
  print(lines)
  const { passed, failed } = sumCounts(lines)
  console.log(`\n${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
