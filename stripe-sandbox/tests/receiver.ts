import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Stripe } from 'stripe'
import { afterAll } from 'vitest'

export interface Received {
  readonly event: Stripe.Event
  readonly body: string
  readonly signature: string
}

export interface Receiver {
  readonly url: string
  readonly received: Received[]
  readonly types: () => string[]
  /** Statuses of the next answers; 200 when there are none left. */
  readonly answers: number[]
}

/** What stands behind a webhook endpoint in these tests: keeps what it is sent. */
export const openReceiver = async (): Promise<Receiver> => {
  const received: Received[] = []
  const answers: number[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      received.push({ body, event: JSON.parse(body), signature: String(request.headers['stripe-signature']) })
      response.writeHead(answers.shift() ?? 200).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, received, answers, types: () => received.map(({ event }) => event.type) }
}
