import type { Database, Transaction } from '../ports/database.ts'

const hooks = new WeakMap<object, Array<() => void | Promise<void>>>()

/** Runs after the commit, in order; never when the transaction rolls back. */
export const onCommit = (tx: Transaction, effect: () => void | Promise<void>): void => {
  const list = hooks.get(tx)
  if (!list) throw new Error('broken invariant: onCommit outside inTransaction')
  list.push(effect)
}

/** All or nothing. The transaction is an explicit value: hand it to every store function that belongs to the work. */
export const inTransaction = async <T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> => {
  const effects: Array<() => void | Promise<void>> = []
  const result = await db.transaction().execute((tx) => {
    hooks.set(tx, effects)
    return work(tx)
  })
  for (const effect of effects) await effect()
  return result
}
