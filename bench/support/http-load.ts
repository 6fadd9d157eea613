import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import type { ChildMemory } from './http-child.ts'

export interface ServerChild {
  readonly url: string
  /** From spawning the process to its first breath on the port, in milliseconds. */
  readonly startMs: number
  readonly memory: () => Promise<ChildMemory>
  readonly stop: () => Promise<void>
}

const told = async <T>(child: ChildProcess): Promise<T> => {
  const [message] = (await once(child, 'message')) as [T]
  return message
}

/** Starts the sandbox, or bare `node:http` that always gives the same answer. */
export const startChild = async (kind: 'bare' | 'sandbox', answer = ''): Promise<ServerChild> => {
  const from = performance.now()
  const child = fork(join(import.meta.dirname, 'http-child.ts'), [kind, answer], { execArgv: ['--expose-gc'] })
  const { url } = await told<{ url: string }>(child)
  return {
    url,
    startMs: performance.now() - from,
    memory: async () => {
      child.send('memory')
      return told<ChildMemory>(child)
    },
    stop: async () => {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}

export interface Call {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
}

const CONNECTIONS = 16
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })

const HEADERS = { authorization: 'Bearer sk_test_bench', 'content-type': 'application/x-www-form-urlencoded' }

/** One request over a kept connection; anything but 200 is an error of the benchmark. */
export const ask = (url: string, { method, path, body = '' }: Call): Promise<string> =>
  new Promise((resolve, reject) => {
    const asked = request(`${url}${path}`, { method, agent, headers: HEADERS }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (response.statusCode === 200) resolve(text)
        else reject(new Error(`${method} ${path} is ${response.statusCode}: ${text}`))
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })

/** Sends so many requests, sixteen at a time, and returns how many a second were answered. */
export const throughput = async (url: string, count: number, callAt: (i: number) => Call): Promise<number> => {
  let sent = 0
  const from = performance.now()
  const worker = async (): Promise<void> => {
    while (sent < count) {
      sent += 1
      await ask(url, callAt(sent - 1))
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, worker))
  return (count * 1000) / (performance.now() - from)
}
