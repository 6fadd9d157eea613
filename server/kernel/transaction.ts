import { sql } from 'kysely'
import type { Database, Transaction } from '../ports/database.ts'

const hooks = new WeakMap<object, Array<() => void | Promise<void>>>()

/** Runs after the commit, in order; never when the transaction rolls back. */
export const onCommit = (tx: Transaction, effect: () => void | Promise<void>): void => {
  const list = hooks.get(tx)
  if (!list) throw new Error('broken invariant: onCommit outside inTransaction')
  list.push(effect)
}

type Wrapped<T> = (tx: Transaction) => Promise<T>

const withEffects = async <T>(execute: (work: Wrapped<T>) => Promise<T>, work: Wrapped<T>): Promise<T> => {
  const effects: Array<() => void | Promise<void>> = []
  const result = await execute((tx) => {
    hooks.set(tx, effects)
    return work(tx)
  })
  for (const effect of effects) await effect()
  return result
}

/** All or nothing. The transaction is an explicit value: hand it to every store function that belongs to the work. */
export const inTransaction = <T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  withEffects((wrapped) => db.transaction().execute(wrapped), work)

const unflushedOnPostgres = <T>(db: Database, work: Wrapped<T>): Promise<T> =>
  db.transaction().execute(async (tx) => {
    await sql`set local synchronous_commit = off`.execute(tx)
    return work(tx)
  })

/** The setting can't be changed inside a transaction; the connection is held, so that it is nobody else's. */
const unflushedOnSqlite = <T>(db: Database, work: Wrapped<T>): Promise<T> =>
  db.connection().execute(async (one) => {
    await sql`pragma synchronous = normal`.execute(one)
    try {
      return await one.transaction().execute(work)
    } finally {
      await sql`pragma synchronous = full`.execute(one)
    }
  })

/**
 * As `inTransaction`, but doesn't wait for the disk: for work that is done again if it is lost. A power cut may undo the last of
 * these, each as a whole and in order; what is committed by `inTransaction` afterwards takes all earlier ones with it.
 */
export const inUnflushedTransaction = <T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  withEffects(
    (wrapped) => (db.kind === 'postgres' ? unflushedOnPostgres(db, wrapped) : unflushedOnSqlite(db, wrapped)),
    work,
  )
