import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Delivered, Order } from './deliverer.ts'

export interface Deliverer {
  deliver(order: Order): Promise<Delivered>
  stop(): Promise<void>
}

export const startDeliverer = async (): Promise<Deliverer> => {
  const child = fork(join(import.meta.dirname, 'deliverer.ts'))
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the deliverer ended with ${String(code)}`)
  })
  failed.catch(() => undefined)
  await Promise.race([once(child, 'message'), failed])
  return {
    deliver: async (order) => {
      child.send(order)
      const [delivered] = await Promise.race([once(child, 'message'), failed])
      return delivered as Delivered
    },
    stop: async () => {
      if (child.exitCode !== null) return
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
