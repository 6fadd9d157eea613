import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type Round, requestsOf } from './customer-events.ts'

// Stripe, in a process of its own, so that what it costs to send is nobody's figure. Bare sockets: a client library would take
// as much of a core as the server that is measured.

export interface Order {
  readonly url: string
  readonly round: Round
  readonly inFlight: number
}

export interface Delivered {
  /** From the first request to the last 2xx. */
  readonly ms: number
  readonly times: readonly number[]
}

/** Resolves with the status once the whole answer is there. */
const exchange = (socket: Socket, request: Buffer): Promise<number> =>
  new Promise((resolve, reject) => {
    let text = ''
    const done = (end: () => void): void => {
      socket.off('data', read)
      socket.off('error', reject)
      end()
    }
    const read = (chunk: Buffer): void => {
      text += chunk.toString('latin1')
      const head = text.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
      if (text.length >= head + 4 + length) done(() => resolve(Number(text.slice(9, 12))))
    }
    socket.on('data', read)
    socket.on('error', reject)
    socket.write(request)
  })

const deliver = async ({ url, round, inFlight }: Order): Promise<Delivered> => {
  const target = new URL(url)
  const requests = requestsOf(round, target)
  const sockets = Array.from({ length: inFlight }, () =>
    connect({ host: target.hostname, port: Number(target.port), noDelay: true }),
  )
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  const times: number[] = []
  let next = 0
  const from = performance.now()
  const work = async (socket: Socket): Promise<void> => {
    for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
      const sentAt = performance.now()
      const status = await exchange(socket, request)
      if (status !== 200) throw new Error(`a delivery was answered with ${status}`)
      times.push(performance.now() - sentAt)
    }
  }
  await Promise.all(sockets.map(work))
  const ms = performance.now() - from
  for (const socket of sockets) socket.destroy()
  return { ms, times }
}

process.on('message', (order: Order) => void deliver(order).then((delivered) => process.send?.(delivered)))
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
