import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Knock {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export type Reply = (knock: Knock, response: ServerResponse) => void

/** A real HTTP server that answers as it is told, and remembers what was asked. */
export const openDoor = async (reply: Reply) => {
  const knocks: Knock[] = []
  let answer = reply
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const knock = { method, path, headers, text: Buffer.concat(chunks).toString('utf8') }
      knocks.push(knock)
      answer(knock, response)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    knocks,
    answerWith: (next: Reply) => {
      answer = next
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

export const say =
  (status: number, body?: unknown, headers: Record<string, string> = {}): Reply =>
  (_knock, response) => {
    response.writeHead(status, headers)
    response.end(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body))
  }

/** Takes the request and never answers. */
export const hang: Reply = () => {}
