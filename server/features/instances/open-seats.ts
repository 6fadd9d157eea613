import type { Refused } from '@countersign/shared/licenses-api'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { type ActivateTask, type Activation, activateInBook } from './activate-in-book.ts'
import { gatherTasks } from './gather-tasks.ts'
import { type BookWish, openBook, type SeatBook } from './open-book.ts'
import { releaseInBook, type ReleaseTask } from './release-in-book.ts'
import { type Renewal, renewInBook, type RenewTask } from './renew-in-book.ts'

type Task = ActivateTask | RenewTask | ReleaseTask

/** Each resolves once what it did is durable. */
export interface Seats {
  activate(task: Omit<ActivateTask, 'kind'>): Promise<Activation | Refused>
  renew(task: Omit<RenewTask, 'kind'>): Promise<Renewal>
  release(task: Omit<ReleaseTask, 'kind'>): Promise<void>
}

interface Entered {
  readonly task: Task
  /** Returns what tells the caller, once it is durable. */
  readonly run: (tx: Transaction, book: SeatBook) => Promise<() => void>
}

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
  const hand = gatherTasks<Entered>((group) =>
    inTransaction(db, async (tx) => {
      const tasks = group.map(({ task }) => task)
      const book = await openBook(tx, wishOf(tasks, clock.now()))
      const ends: Array<() => void> = []
      for (const { run } of group) ends.push(await run(tx, book))
      await book.write()
      return ends
    }),
  )

  const enter = <Result>(task: Task, work: (tx: Transaction, book: SeatBook) => Promise<Result>): Promise<Result> => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const run = async (tx: Transaction, book: SeatBook) => {
      const result = await work(tx, book)
      return () => resolve(result)
    }
    hand({ task, run }, reject)
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
    release: (given) => {
      const task = { kind: 'release', ...given } as const
      return enter(task, async (_tx, book) => releaseInBook(book, task))
    },
  }
}
