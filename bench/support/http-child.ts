import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// A server in a process of its own, so that its memory and its start are its alone: the sandbox, or bare node:http.

export interface ChildMemory {
  readonly rssBytes: number
  readonly heapBytes: number
}

const startBare = async (answer: string): Promise<string> => {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(answer)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const startSandboxed = async (): Promise<string> => {
  const { startSandbox } = await import('../../stripe-sandbox/index.ts')
  return (await startSandbox()).url
}

const [kind, answer = ''] = process.argv.slice(2)
const url = kind === 'sandbox' ? await startSandboxed() : await startBare(answer)

process.on('message', () => {
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  process.send?.({ rssBytes: rss, heapBytes: heapUsed } satisfies ChildMemory)
})
process.on('disconnect', () => process.exit(0))
process.send?.({ url })
