import { spawn } from 'node:child_process'
import { join } from 'node:path'

export const repository = join(import.meta.dirname, '../..')

export interface Step {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  readonly env?: Readonly<Record<string, string>>
}

export interface StepResult {
  readonly name: string
  readonly isOk: boolean
  readonly output: string
  readonly tookMs: number
}

/** Where npm put the programs of the dev dependencies. */
export const program = (name: string): string => join(repository, 'node_modules', '.bin', name)

/** Runs one step to its end. `isShown` lets its output through as it comes; else it is kept for whoever asks. */
export const runStep = (step: Step, { isShown = false } = {}): Promise<StepResult> => {
  const startedAt = performance.now()
  const [command, ...args] = step.command
  const child = spawn(command, args, {
    cwd: repository,
    stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
    env: { ...process.env, ...step.env },
  })
  const chunks: string[] = []
  child.stdout?.on('data', (chunk) => chunks.push(String(chunk)))
  child.stderr?.on('data', (chunk) => chunks.push(String(chunk)))
  return new Promise((resolve) => {
    const finish = (isOk: boolean) =>
      resolve({ name: step.name, isOk, output: chunks.join(''), tookMs: performance.now() - startedAt })
    child.on('error', (error) => {
      chunks.push(error.message)
      finish(false)
    })
    child.on('close', (code) => finish(code === 0))
  })
}

/** Runs all of them, at most `atOnce` at a time, and reports each as it ends. */
export const runSteps = async (
  steps: readonly Step[],
  atOnce: number,
  onEnd: (result: StepResult) => void,
): Promise<readonly StepResult[]> => {
  const waiting = steps.values()
  const results: StepResult[] = []
  const work = async () => {
    for (const step of waiting) {
      const result = await runStep(step)
      results.push(result)
      onEnd(result)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return results
}

export const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
