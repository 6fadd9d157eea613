import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { repository, runStep } from './steps/run-step.ts'

// The benchmarks have a room of their own; this only finds it.

const entry = join(repository, 'bench/main.ts')

if (existsSync(entry)) {
  const command = [process.execPath, entry, ...process.argv.slice(2)] as const
  const { isOk } = await runStep({ name: 'bench', command }, { isShown: true })
  process.exitCode = isOk ? 0 : 1
} else {
  console.error('There are no benchmarks yet.')
  process.exitCode = 2
}
