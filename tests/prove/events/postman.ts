import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Chance } from '../chance.ts'

/** Stands between Stripe and the companion: loses, doubles and shuffles what Stripe sends. */
export interface Postman {
  readonly url: string
  /** Bodies to deliver at that time, in whatever order; without a number all there are. */
  take(now: number, count?: number): string[]
  readonly counts: { lost: number; doubled: number; sent: number; givenUp: number }
  close(): Promise<void>
}

const LOST = 0.2
const DOUBLED = 0.2
/** Stripe gives up after three days; here they come later still, yet never after they may be forgotten. */
const LONGEST_MS = 25 * 86_400_000

const isAlive = (body: string, now: number): boolean =>
  (JSON.parse(body) as { created: number }).created * 1000 > now - LONGEST_MS

export const hirePostman = async (chance: Chance): Promise<Postman> => {
  const bag: string[] = []
  const counts = { lost: 0, doubled: 0, sent: 0, givenUp: 0 }
  const receive = (body: string): void => {
    counts.sent += 1
    if (chance.happens(LOST)) {
      counts.lost += 1
      return
    }
    const isDoubled = chance.happens(DOUBLED)
    if (isDoubled) counts.doubled += 1
    for (let copies = isDoubled ? 2 : 1; copies > 0; copies--) bag.splice(chance.whole(0, bag.length), 0, body)
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      receive(Buffer.concat(chunks).toString('utf8'))
      response.end()
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    take: (now, count = bag.length) => {
      const taken = bag.splice(0, count)
      const alive = taken.filter((body) => isAlive(body, now))
      counts.givenUp += taken.length - alive.length
      return alive
    },
    counts,
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
