import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { createStatementCache, type SqlitePort } from './sqlite-port.ts'

const STATEMENTS_KEPT = 200

/** Node's built-in driver: synchronous, so a long statement holds the event loop; in return about twice as fast. */
export const openNodeSqlite = async (file: string): Promise<SqlitePort> => {
  const db = new DatabaseSync(file)
  const kept = createStatementCache<StatementSync>(STATEMENTS_KEPT, () => {})
  const prepared = (sql: string): StatementSync => {
    const known = kept.get(sql)
    if (known) return known
    const statement = db.prepare(sql)
    kept.put(sql, statement)
    return statement
  }
  return {
    all: async (sql, values) => prepared(sql).all(...values),
    run: async (sql, values) => ({ changes: Number(prepared(sql).run(...values).changes) }),
    exec: async (sql) => db.exec(sql),
    close: async () => {
      kept.clear()
      db.close()
    },
  }
}
