import { type Migration, runStatements } from './migration.ts'

const RECEIVABLES = `
create table receivable (
  stripe_id text primary key,
  customer_stripe_id text not null,
  customer_name text,
  team_id text,
  number text,
  currency text not null,
  total int not null,
  remaining int not null,
  due_at int,
  finalized_at int,
  created_at int not null,
  collection_method text not null check (collection_method in ('charge_automatically', 'send_invoice')),
  hosted_url text,
  state text not null check (state in ('open', 'closed')),
  closed_as text check (closed_as in ('paid', 'void', 'uncollectible', 'gone')),
  closed_at int,
  as_of int not null,
  check ((state = 'closed') = (closed_as is not null))
);
create index receivable_state on receivable (state, as_of);
create index receivable_customer on receivable (customer_stripe_id);
create table receivable_run (
  id int primary key check (id = 1),
  state text not null check (state in ('waiting', 'running', 'cancelled', 'failed', 'done')),
  cursor text,
  read int not null,
  started_at int,
  finished_at int,
  whole_since int,
  failure text,
  lease_holder text,
  lease_until int,
  fence int not null
);
insert into receivable_run (id, state, read, fence) values (1, 'waiting', 0, 0);
create table invoice_reminder (
  id text primary key,
  invoice_stripe_id text not null,
  letter int not null check (letter in (1, 2, 3)),
  sent_on text not null,
  mail_key text not null unique,
  staff_id text not null,
  staff_name text not null,
  at int not null,
  unique (invoice_stripe_id, letter, sent_on)
);
create index invoice_reminder_invoice on invoice_reminder (invoice_stripe_id, at);
create table invoice_note (
  id text primary key,
  invoice_stripe_id text not null,
  text text not null,
  promised_on text,
  staff_id text not null,
  staff_name text not null,
  at int not null
);
create index invoice_note_invoice on invoice_note (invoice_stripe_id, at)
`

export const receivables: Migration = {
  name: '0011-receivables',
  up: (db, engine) => runStatements(db, engine, RECEIVABLES),
}
