import type { Kernel } from '../../server/kernel/context.ts'
import type { Database, Transaction } from '../../server/ports/database.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'

/** The end of a process, as whoever waits for one of its promises sees it. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

/** Counts what a process does outside itself; at its last count it is dead, and stays so. */
class Life {
  #left: number

  constructor(operations: number) {
    this.#left = operations
  }

  /** Called before and after each operation; `before` its commit or call, nothing of it happens. */
  live(): void {
    if (this.#left <= 0) throw new Crash('dead')
    this.#left -= 1
    if (this.#left === 0) throw new Crash('dies here')
  }
}

type Work<T> = (tx: Transaction) => Promise<T>

const mortalTransaction = (db: Database, life: Life) => () => ({
  execute: async <T>(work: Work<T>): Promise<T> => {
    life.live()
    const result = await db.transaction().execute(async (tx) => {
      const made = await work(tx)
      // Thrown inside, so that all of it is rolled back: the process died before its commit.
      life.live()
      return made
    })
    life.live()
    return result
  },
})

const bound = (target: object, name: string | symbol): unknown => {
  const value: unknown = Reflect.get(target, name, target)
  return typeof value === 'function' ? value.bind(target) : value
}

const mortalDatabase = (db: Database, life: Life): Database =>
  new Proxy(db, {
    get: (target, name) => {
      if (name === 'kind') return target.kind
      if (name === 'transaction') return mortalTransaction(target, life)
      life.live()
      return bound(target, name)
    },
  })

const mortalGateway = (stripe: PaymentGateway, life: Life): PaymentGateway =>
  new Proxy(stripe, {
    get: (target, name) => {
      const call = bound(target, name)
      if (typeof call !== 'function') return call
      return async (...given: unknown[]): Promise<unknown> => {
        life.live()
        const answer: unknown = await call(...given)
        life.live()
        return answer
      }
    },
  })

/** A process that dies at its `operations`-th operation, wherever that is; null lives for ever. */
export const mortalKernel = (kernel: Kernel, operations: number | null): Kernel => {
  if (operations === null) return kernel
  const life = new Life(operations)
  return { ...kernel, db: mortalDatabase(kernel.db, life), stripe: mortalGateway(kernel.stripe, life) }
}
