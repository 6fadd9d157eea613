import { availableParallelism } from 'node:os'
import { inSeconds, program, runSteps, type Step, type StepResult } from './steps/run-step.ts'
import { STATIC_STEPS } from './steps/static-steps.ts'

// The fast gate. The import rules are checked by the house tests, which read every module anyway.

const TESTS: Step = {
  name: 'imports, house and unit tests',
  command: [program('vitest'), 'run', '--project', 'house', '--project', 'unit', '--reporter=dot'],
}

const say = ({ name, isOk, tookMs }: StepResult) =>
  console.log(`${isOk ? 'ok  ' : 'FAIL'}  ${name}  (${inSeconds(tookMs)})`)

const results = await runSteps([TESTS, ...STATIC_STEPS], Math.max(2, availableParallelism()), say)
const failed = results.filter((result) => !result.isOk)

for (const { name, output } of failed) console.log(`\n── ${name} ──\n${output.trim()}`)
console.log(failed.length === 0 ? '\nAll checks passed.' : `\n${failed.length} of ${results.length} checks failed.`)
process.exitCode = failed.length === 0 ? 0 : 1
