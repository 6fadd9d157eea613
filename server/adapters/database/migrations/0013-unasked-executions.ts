import { type Migration, runStatements } from './migration.ts'

// Not every execution has a request any more: drafting an invoice asks nobody. PostgreSQL drops the reference; SQLite
// can't, so the table is made anew under the rows that point to it.
const WITHOUT_REFERENCE = `alter table execution drop constraint execution_id_fkey`

const MADE_ANEW = `
pragma defer_foreign_keys = on;
create table execution_kept as select * from execution;
drop table execution;
create table execution (
  id text primary key,
  kind text not null,
  subject_key text not null,
  input text not null,
  state text not null check (state in ('waiting', 'running', 'done', 'stopped', 'failed', 'needs-person')),
  must_look int not null check (must_look in (0, 1)),
  tries int not null,
  next_at int not null,
  problem text,
  created_at int not null,
  started_at int,
  ended_at int,
  own_faults int not null default 0
);
insert into execution
  (id, kind, subject_key, input, state, must_look, tries, next_at, problem, created_at, started_at, ended_at, own_faults)
  select
    id, kind, subject_key, input, state, must_look, tries, next_at, problem, created_at, started_at, ended_at, own_faults
  from execution_kept;
drop table execution_kept;
create index execution_due on execution (next_at) where state in ('waiting', 'running');
create index execution_subject on execution (subject_key, created_at);
create unique index execution_one_running on execution (subject_key) where state = 'running'
`

export const unaskedExecutions: Migration = {
  name: '0013-unasked-executions',
  up: (db, engine) => runStatements(db, engine, engine === 'postgres' ? WITHOUT_REFERENCE : MADE_ANEW),
}
