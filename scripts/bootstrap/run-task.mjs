import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter } from 'node:path'
import { ensureInstalled } from './install.mjs'
import { oneAtATime } from './one-at-a-time.mjs'
import { inRoot, PROJECT_NODE, ROOT } from './places.mjs'
import { plainError } from './plain-error.mjs'
import { endRunning } from './run-command.mjs'
import { ensureSqlite, isSqliteSettled } from './sqlite.mjs'
import { isStampCurrent } from './stamp.mjs'
import { TASKS } from './tasks.mjs'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** While installing, a signal ends what we started; the next run begins again where this one left off. */
const prepare = async (effort) => {
  const stop = (signal) => {
    endRunning(signal)
    process.exit(128 + constants.signals[signal])
  }
  for (const signal of SIGNALS) process.on(signal, stop)
  try {
    await oneAtATime(async () => {
      await ensureInstalled()
      await ensureSqlite(effort)
    })
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop)
  }
}

/** A terminal sends Ctrl-C to the whole group, so the task has it already; every other signal reaches only us. */
const passSignals = (child) => {
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
}

/** npm runs us through a shell that takes signals without passing them on; then only its end tells that we should stop. */
const stopWithParent = (child) => {
  const parent = process.ppid
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 1000).unref()
}

const runOnProjectNode = (entry, args) =>
  new Promise((resolve) => {
    const PATH = [inRoot('node_modules', '.bin'), process.env.PATH].join(delimiter)
    const child = spawn(PROJECT_NODE, [inRoot(entry), ...args], {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, PATH },
    })
    passSignals(child)
    stopWithParent(child)
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })

const isReady = (effort) => isStampCurrent() && existsSync(PROJECT_NODE) && isSqliteSettled(effort)

/** Installs what is missing, then runs the task on the project's own Node. Resolves to its exit code. */
export const runTask = async (name, args) => {
  const task = TASKS[name]
  if (!task) throw plainError(`There is no task “${name}”; there are: ${Object.keys(TASKS).join(', ')}.`, 2)
  if (!isReady(task.sqlite)) await prepare(task.sqlite)
  return runOnProjectNode(task.entry, args)
}
