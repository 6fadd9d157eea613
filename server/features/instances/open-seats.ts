import type { Refused } from '@countersign/shared/licenses-api'
import type { Kernel } from '../../kernel/context.ts'
import { GatewayError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { type ActivateTask, type Activation, activateInBook } from './activate-in-book.ts'
import { type BookWish, openBook, type SeatBook } from './open-book.ts'
import { releaseInBook, type ReleaseTask } from './release-in-book.ts'
import { type Renewal, renewInBook, type RenewTask } from './renew-in-book.ts'

type Task = ActivateTask | RenewTask | ReleaseTask
type Outcome = Activation | Refused | Renewal | null

/** Each resolves once what it did is durable. */
export interface Seats {
  activate(task: Omit<ActivateTask, 'kind'>): Promise<Activation | Refused>
  renew(task: Omit<RenewTask, 'kind'>): Promise<Renewal>
  release(task: Omit<ReleaseTask, 'kind'>): Promise<void>
}

interface Waiting {
  readonly run: (tx: Transaction, book: SeatBook) => Promise<() => void>
  readonly task: Task
  readonly reject: (reason: unknown) => void
}

const MOST_IN_A_GROUP = 128

const wishOf = (tasks: readonly Task[], now: number): BookWish => ({
  installs: tasks.flatMap((task) =>
    task.kind === 'activate' ? [{ mac: task.mac, installId: task.call.installId }] : [],
  ),
  instanceIds: tasks.flatMap((task) => (task.kind === 'activate' ? [] : [task.id])),
  licenseIds: tasks.flatMap((task) => (task.kind === 'activate' ? [] : [task.licenseId])),
  now,
})

/** All that grants or frees a seat, in groups: one commit for those that come in while another is written. */
export const openSeats = ({ db, clock }: Pick<Kernel, 'db' | 'clock'>): Seats => {
  const waiting: Waiting[] = []
  let isWriting = false

  const write = (group: readonly Waiting[]): Promise<Array<() => void>> =>
    inTransaction(db, async (tx) => {
      const book = await openBook(
        tx,
        wishOf(
          group.map(({ task }) => task),
          clock.now(),
        ),
      )
      const ends: Array<() => void> = []
      for (const { run } of group) ends.push(await run(tx, book))
      await book.write()
      return ends
    })

  const settle = async (group: readonly Waiting[]): Promise<void> => {
    try {
      for (const end of await write(group)) end()
    } catch (error) {
      // One that can't be written must not take the others with it; a database that is away takes them all.
      if (group.length === 1 || error instanceof GatewayError) return group.forEach(({ reject }) => reject(error))
      for (const each of group) await settle([each])
    }
  }

  const flush = async (): Promise<void> => {
    isWriting = true
    while (waiting.length > 0) await settle(waiting.splice(0, MOST_IN_A_GROUP))
    isWriting = false
  }

  const enter = <Result extends Outcome>(
    task: Task,
    work: (tx: Transaction, book: SeatBook) => Promise<Result>,
  ): Promise<Result> => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const run = async (tx: Transaction, book: SeatBook) => {
      const result = await work(tx, book)
      return () => resolve(result)
    }
    waiting.push({ task, run, reject })
    // Those of the same moment go together.
    if (!isWriting && waiting.length === 1) setImmediate(() => void (isWriting || flush()))
    return promise
  }

  return {
    activate: (given) => {
      const task = { kind: 'activate', ...given } as const
      return enter(task, (tx, book) => activateInBook(tx, book, task))
    },
    renew: (given) => {
      const task = { kind: 'renew', ...given } as const
      return enter(task, (_tx, book) => renewInBook(book, task))
    },
    release: async (given) => {
      const task = { kind: 'release', ...given } as const
      await enter(task, async (_tx, book) => {
        releaseInBook(book, task)
        return null
      })
    },
  }
}
