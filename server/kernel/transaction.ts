import { type Kysely, sql } from 'kysely'
import type { Database, Schema, Transaction } from '../ports/database.ts'

const hooks = new WeakMap<object, Array<() => void | Promise<void>>>()

/** Runs after the commit, in order; never when the transaction rolls back. */
export const onCommit = (tx: Transaction, effect: () => void | Promise<void>): void => {
  const list = hooks.get(tx)
  if (!list) throw new Error('broken invariant: onCommit outside inTransaction')
  list.push(effect)
}

interface Committed<T> {
  readonly result: T
  readonly effects: ReadonlyArray<() => void | Promise<void>>
}

const commit = async <T>(db: Kysely<Schema>, work: (tx: Transaction) => Promise<T>): Promise<Committed<T>> => {
  const effects: Array<() => void | Promise<void>> = []
  const result = await db.transaction().execute((tx) => {
    hooks.set(tx, effects)
    return work(tx)
  })
  return { result, effects }
}

const finish = async <T>({ result, effects }: Committed<T>): Promise<T> => {
  for (const effect of effects) await effect()
  return result
}

/** All or nothing. The transaction is an explicit value: hand it to every store function that belongs to the work. */
export const inTransaction = async <T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  finish(await commit(db, work))

const commitLoosely = <T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<Committed<T>> => {
  if (db.kind === 'postgres')
    return commit(db, async (tx) => {
      await sql`set local synchronous_commit = off`.execute(tx)
      return work(tx)
    })
  return db.connection().execute(async (connection) => {
    await sql`pragma synchronous = normal`.execute(connection)
    try {
      return await commit(connection, work)
    } finally {
      await sql`pragma synchronous = full`.execute(connection)
    }
  })
}

/**
 * All or nothing, but the commit doesn't wait for the disk: after a power cut the work may never have been. Only for what
 * nobody was told of and whose loss costs nothing. What others commit stays as durable as it is.
 */
export const inLooseTransaction = async <T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  finish(await commitLoosely(db, work))
