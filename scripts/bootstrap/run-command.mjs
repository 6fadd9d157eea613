import { spawn } from 'node:child_process'
import { ROOT } from './places.mjs'

const IS_WINDOWS = process.platform === 'win32'

/** Children in their own process group, so that a time limit or Ctrl-C ends what they started as well. */
const running = new Set()

const endTree = (child, signal) => {
  try {
    if (IS_WINDOWS) child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It ended by itself in the meantime.
  }
}

export const endRunning = (signal) => running.forEach((child) => endTree(child, signal))

process.on('exit', () => endRunning('SIGKILL'))

/**
 * Runs a command to its end and keeps its output. Never rejects: a command that could not be started has code 127, one
 * that took longer than `limitMs` has `isLate`.
 */
export const runCommand = (command, args, { cwd = ROOT, env = process.env, limitMs = 0 } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: !IS_WINDOWS,
      shell: IS_WINDOWS && !command.endsWith('.exe'),
    })
    let output = ''
    let isLate = false
    const keep = (chunk) => {
      output = (output + chunk).slice(-200_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    running.add(child)
    const limit =
      limitMs > 0 &&
      setTimeout(() => {
        isLate = true
        endTree(child, 'SIGKILL')
      }, limitMs)
    const finish = (code) => {
      clearTimeout(limit)
      running.delete(child)
      resolve({ code, output, isLate })
    }
    child.on('error', (error) => {
      keep(error.message)
      finish(127)
    })
    child.on('close', (code) => finish(code === null ? 1 : code))
  })
