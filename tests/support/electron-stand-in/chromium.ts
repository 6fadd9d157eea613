import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** Chromium's protocol is untyped here on purpose: the few fields used are read where they are used. */
// oxlint-disable-next-line typescript/no-explicit-any -- see above
export type Fields = Record<string, any>

export interface Session {
  readonly id: string
  readonly send: (method: string, params?: Fields) => Promise<Fields>
  readonly on: (method: string, listener: (params: Fields) => void) => void
}

export interface Chromium {
  readonly process: ChildProcess
  readonly isDead: () => boolean
  readonly send: (method: string, params?: Fields) => Promise<Fields>
  readonly on: (method: string, listener: (params: Fields) => void) => void
  readonly session: (id: string) => Session
}

const OFF = 'HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,MediaRouter,PaintHolding,OptimizationHints'

const flags = (userData: string): string[] => [
  '--headless',
  '--remote-debugging-pipe',
  '--remote-debugging-port=0',
  `--user-data-dir=${join(userData, 'chromium')}`,
  '--no-startup-window',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-back-forward-cache',
  '--disable-popup-blocking',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-dev-shm-usage',
  '--password-store=basic',
  '--host-resolver-rules=MAP *.standin.test ^NOTFOUND',
  `--disable-features=${OFF}`,
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

interface Waiting {
  readonly method: string
  readonly resolve: (result: Fields) => void
  readonly reject: (error: Error) => void
}

/** Splits the pipe's stream at its zero bytes. */
const readMessages = (pipe: Readable, onMessage: (message: Fields) => void): void => {
  let parts: Buffer[] = []
  pipe.on('data', (chunk: Buffer) => {
    let rest = chunk
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      const text = Buffer.concat([...parts, rest.subarray(0, end)]).toString('utf8')
      parts = []
      rest = rest.subarray(end + 1)
      onMessage(JSON.parse(text) as Fields)
    }
    if (rest.length > 0) parts.push(rest)
  })
}

/** Announces Playwright's own port where Playwright looks for it; the rest of Chromium's chatter is dropped. */
const announceDevTools = (stderr: Readable): void => {
  let text = ''
  stderr.setEncoding('utf8').on('data', (chunk: string) => {
    if (process.env.STAND_IN_DEBUG) process.stderr.write(chunk)
    text = (text + chunk).slice(-10_000)
    const line = /^DevTools listening on ws:.*$/m.exec(text)?.[0]
    if (!line) return
    text = ''
    process.stderr.write(`${line}\n`)
  })
}

/** Starts Chromium and speaks its debugging protocol over a pipe of our own; Playwright attaches to a second port. */
export const launchChromium = (userData: string): Chromium => {
  const executable = process.env.STAND_IN_CHROMIUM ?? '/usr/bin/chromium'
  const child = spawn(executable, flags(userData), { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] })
  const events = new EventEmitter().setMaxListeners(0)
  const waiting = new Map<number, Waiting>()
  const [, , stderr, input, output] = child.stdio as unknown as [null, null, Readable, Writable, Readable]
  let lastId = 0
  let isDead = false

  const die = () => {
    if (isDead) return
    isDead = true
    for (const { reject } of waiting.values()) reject(new Error('Chromium is gone'))
    waiting.clear()
    events.emit('closed', {})
  }
  child.on('exit', die)
  child.on('error', die)
  input.on('error', die)
  output.on('error', die)
  announceDevTools(stderr)

  readMessages(output, (message) => {
    if (!message.id) return void events.emit(`${message.sessionId ?? ''}:${message.method}`, message.params ?? {})
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error) call?.reject(new Error(`${call.method}: ${message.error.message}`))
    else call?.resolve(message.result)
  })

  const send = (method: string, params: Fields = {}, sessionId?: string): Promise<Fields> =>
    new Promise((resolve, reject) => {
      if (isDead) return reject(new Error('Chromium is gone'))
      lastId += 1
      waiting.set(lastId, { method, resolve, reject })
      input.write(`${JSON.stringify({ id: lastId, method, params, sessionId })}\0`)
    })

  return {
    process: child,
    isDead: () => isDead,
    send: (method, params) => send(method, params),
    on: (method, listener) => events.on(method === 'closed' ? method : `:${method}`, listener),
    session: (id) => ({
      id,
      send: (method, params) => send(method, params, id),
      on: (method, listener) => events.on(`${id}:${method}`, listener),
    }),
  }
}
