import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { repository } from '../steps/run-step.ts'
import type { StartOptions } from './options.ts'
import { untilStopped } from './until-stopped.ts'

/** Electron refuses its sandbox to root; only there, and only for a start from the sources, it goes without. */
const rootFlags = (): readonly string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])

/** The desk as a window of its own, until it is closed. Resolves to Electron's exit code. */
export const runElectron = (program: string, options: StartOptions): Promise<number> => {
  const args = [
    repository,
    ...rootFlags(),
    ...(options.isDefaultFolder ? [] : [`--user-data-dir=${options.dataFolder}`]),
  ]
  const env = {
    ...process.env,
    ...(options.server === null ? {} : { COUNTERSIGN_SERVER: options.server }),
    ...(options.isSample ? {} : { COUNTERSIGN_SAMPLE: 'none' }),
  }
  const child = spawn(program, args, { stdio: 'inherit', env })
  void untilStopped().then(() => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
}
