import { type Kysely, sql } from 'kysely'

export type Engine = 'sqlite' | 'postgres'

/** A step of the schema; it runs in the transaction of the whole migration. Released ones are never edited. */
export interface Migration {
  readonly name: string
  up(db: Kysely<unknown>, engine: Engine): Promise<void>
}

/**
 * Statements separated by `;` at a line's end, with three words that the engines spell differently: `int` (64 bits),
 * `bytes`, and `text`, which sorts by bytes on both, so that keys and prefixes mean the same. A column may
 * be named like its type.
 */
export const runStatements = async (db: Kysely<unknown>, engine: Engine, text: string): Promise<void> => {
  for (const statement of text.split(/;\n/)) {
    if (statement.trim() === '') continue
    await sql.raw(spell(statement, engine)).execute(db)
  }
}

const spell = (statement: string, engine: Engine): string => {
  if (engine === 'sqlite') {
    return statement
      .replaceAll(/\bint\b/g, 'integer')
      .replaceAll(/\bbytes\b/g, 'blob')
      .replace(/^(\s*create table[\s\S]*)\)\s*$/, '$1) strict')
  }
  return statement
    .replaceAll(/\bint\b/g, 'bigint')
    .replaceAll(/\bbytes\b/g, 'bytea')
    .replaceAll(/(?<=\S )text\b/g, 'text collate "C"')
}

/** Triggers that refuse update and delete, and TRUNCATE where there is such a thing. */
export const makeAppendOnly = async (db: Kysely<unknown>, engine: Engine, tables: readonly string[]): Promise<void> => {
  const run = (statement: string) => sql.raw(statement).execute(db)
  if (engine === 'postgres') {
    await run(`create or replace function refuse_change() returns trigger language plpgsql as $$
      begin raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation'; end $$`)
  }
  for (const table of tables) {
    if (engine === 'postgres') {
      await run(`create trigger ${table}_append_only before update or delete on ${table}
        for each row execute function refuse_change()`)
      await run(`create trigger ${table}_no_truncate before truncate on ${table}
        for each statement execute function refuse_change()`)
      continue
    }
    for (const verb of ['update', 'delete']) {
      await run(`create trigger ${table}_no_${verb} before ${verb} on ${table}
        begin select raise(abort, '${table} is append-only'); end`)
    }
  }
}
