import { setTimeout as delay } from 'node:timers/promises'
import { isSqliteBusy } from './database-errors.ts'
import type { SqlitePort } from './sqlite-port.ts'

const LONGEST_PAUSE_MS = 20

/**
 * Waits for another process's write lock without holding the event loop: SQLite's own `busy_timeout` sleeps inside the
 * call, which in a synchronous driver stops everything, the holder of the lock included when it lives in this process.
 */
export const waitWhenBusy = (port: SqlitePort, waitMs: number): SqlitePort => {
  const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
    const until = performance.now() + waitMs
    for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return await work()
      } catch (error) {
        if (!isSqliteBusy(error) || performance.now() + pauseMs > until) throw error
        await delay(pauseMs)
      }
    }
  }
  return {
    all: (sql, values) => patiently(() => port.all(sql, values)),
    run: (sql, values) => patiently(() => port.run(sql, values)),
    exec: (sql) => patiently(() => port.exec(sql)),
    close: () => port.close(),
  }
}
