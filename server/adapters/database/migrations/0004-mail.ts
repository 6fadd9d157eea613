import { type Migration, runStatements } from './migration.ts'

const MAIL = `
create table mail (
  id text primary key,
  key text not null unique,
  name text not null,
  address text not null,
  subject text not null,
  body text not null,
  state text not null check (state in ('waiting', 'sending', 'sent', 'failed')),
  attempts int not null,
  due_at int not null,
  problem text,
  created_at int not null,
  changed_at int not null
);
create index mail_due on mail (state, due_at);
create index mail_changed on mail (changed_at)
`

export const mail: Migration = {
  name: '0004-mail',
  up: (db, engine) => runStatements(db, engine, MAIL),
}
