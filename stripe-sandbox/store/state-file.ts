import { DatabaseSync } from 'node:sqlite'
import type { OpenAccount, Persistence, SavedAccount } from '../server/sandbox.ts'
import type { Account } from './account.ts'
import type { Row, StoredObject } from './collection.ts'
import type { TouchedRow } from './journal.ts'
import type { Kind } from './kinds.ts'

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS account (id TEXT PRIMARY KEY, key TEXT NOT NULL, seed TEXT NOT NULL, state TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS object (
    account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, sequence INTEGER NOT NULL, deleted INTEGER NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (account, kind, id)
  ) WITHOUT ROWID;
`

interface AccountRow {
  readonly id: string
  readonly key: string
  readonly seed: string
  readonly state: string
}

interface ObjectRow {
  readonly kind: string
  readonly sequence: number
  readonly deleted: number
  readonly json: string
}

const restore = ({ account }: OpenAccount, row: ObjectRow): void => {
  const value = JSON.parse(row.json) as StoredObject
  account.restore(row.kind as Kind, { sequence: row.sequence, value, isDeleted: row.deleted === 1 })
}

/** One SQLite file behind the memory: every unit of work is written in one transaction before it is answered. */
export const openStateFile = (file: string): Persistence => {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;')
  database.exec(SCHEMA)
  const saveAccount = database.prepare('INSERT OR REPLACE INTO account (id, key, seed, state) VALUES (?, ?, ?, ?)')
  const saveObject = database.prepare(
    'INSERT OR REPLACE INTO object (account, kind, id, sequence, deleted, json) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const dropObject = database.prepare('DELETE FROM object WHERE account = ? AND kind = ? AND id = ?')

  /** What was last saved beside the rows. */
  const saved = new WeakMap<Account, string>()

  const saveRow = ({ account }: OpenAccount, { kind, id }: TouchedRow): void => {
    const row: Row<StoredObject> | undefined = account.all(kind as Kind).row(id)
    if (row === undefined) dropObject.run(account.id, kind, id)
    else saveObject.run(account.id, kind, id, row.sequence, row.isDeleted ? 1 : 0, JSON.stringify(row.value))
  }

  const save = (open: OpenAccount, touched: readonly TouchedRow[]): void => {
    const { account, key } = open
    const state: SavedAccount = { clock: account.clock.state, counts: account.ids.counts() }
    const text = JSON.stringify(state)
    // Most requests only read.
    if (touched.length === 0 && saved.get(account) === text) return
    saved.set(account, text)
    database.exec('BEGIN')
    saveAccount.run(account.id, key, account.ids.seed, text)
    for (const row of touched) saveRow(open, row)
    database.exec('COMMIT')
  }

  return {
    save,
    load: (open) => {
      const objects = database.prepare(
        "SELECT kind, sequence, deleted, json FROM object WHERE account = ? ORDER BY kind = 'customer' DESC, kind, sequence",
      )
      for (const row of database.prepare('SELECT id, key, seed, state FROM account').all() as unknown as AccountRow[]) {
        const account = open(row.key, row.seed, JSON.parse(row.state) as SavedAccount)
        for (const object of objects.iterate(row.id)) restore(account, object as unknown as ObjectRow)
      }
    },
    forget: (account) => {
      database.prepare('DELETE FROM object WHERE account = ?').run(account)
      database.prepare('DELETE FROM account WHERE id = ?').run(account)
    },
    // SQLite keeps this number for its users: 1 while a sample is being made.
    isSeeding: () => database.prepare('PRAGMA user_version').get()?.user_version === 1,
    markSeeding: (isSeeding) => database.exec(`PRAGMA user_version = ${isSeeding ? 1 : 0}`),
    close: () => database.close(),
  }
}
