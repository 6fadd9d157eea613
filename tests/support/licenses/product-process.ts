import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const repository = join(import.meta.dirname, '../../..')

export interface ProductOptions {
  readonly server: string
  readonly key: string | null
  readonly folder: string
  readonly keysFile: string
  /** What its machine's clock shows at first. */
  readonly clockAt: number
  readonly version?: string
  readonly releasedOn?: string
  /** The program's module; the example's source unless another build of it is tried. */
  readonly entry?: string
  readonly node?: string
}

/** The example product as a process of its own. */
export interface Product {
  readonly lines: string[]
  readonly events: () => readonly string[]
  readonly get: (path: string, init?: RequestInit) => Promise<{ status: number; body: Record<string, unknown> }>
  /** Its clocks and timers go on by so much. */
  readonly advance: (ms: number) => Promise<void>
  /** Resolves with its exit code; null when it was killed. */
  readonly stop: (signal?: 'SIGTERM' | 'SIGKILL') => Promise<number | null>
  readonly isRunning: () => boolean
}

const begun = (options: ProductOptions): ChildProcess => {
  const preload = join(import.meta.dirname, 'moved-clock.mjs')
  const entry = options.entry ?? join(repository, 'license-client/example/main.ts')
  const env = {
    PATH: process.env['PATH'],
    LICENSE_SERVER: options.server,
    LICENSE_KEY: options.key ?? '',
    LICENSE_FOLDER: options.folder,
    LICENSE_KEYS_FILE: options.keysFile,
    TEST_CLOCK_AT: String(options.clockAt),
    VERSION: options.version ?? '1.0.0',
    RELEASED_ON: options.releasedOn ?? '2026-05-01',
  }
  return spawn(options.node ?? process.execPath, ['--import', preload, entry], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

export const startProduct = async (options: ProductOptions): Promise<Product> => {
  const child = begun(options)
  const lines: string[] = []
  let asked = 0
  let address = ''
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  await new Promise<void>((resolve, reject) => {
    let rest = ''
    const hear = (piece: Buffer) => {
      const parts = (rest + String(piece)).split('\n')
      rest = parts.pop() ?? ''
      lines.push(...parts)
      const listening = parts.find((line) => line.startsWith('listening on '))
      if (listening === undefined) return
      address = listening.slice('listening on '.length)
      resolve()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', (piece: Buffer) => lines.push(`stderr: ${String(piece)}`))
    void exited.then((code) => reject(new Error(`the product ended with ${code}:\n${lines.join('\n')}`)))
  })
  return {
    lines,
    events: () => lines.flatMap((line) => (line.startsWith('event: ') ? [line.slice('event: '.length)] : [])),
    get: async (path, init) => {
      const response = await fetch(`${address}${path}`, init)
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    },
    advance: (ms) =>
      new Promise((resolve) => {
        const id = ++asked
        const hear = (message: unknown) => {
          if ((message as { done?: number }).done !== id) return
          child.off('message', hear)
          resolve()
        }
        child.on('message', hear)
        child.send({ id, advance: ms })
      }),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal)
      return exited
    },
    isRunning: () => child.exitCode === null && child.signalCode === null,
  }
}
