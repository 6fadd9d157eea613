import { type Migration, runStatements } from './migration.ts'

// A mirror that was filled before there were events is caught up from when Stripe was last heard.
const WEBHOOKS = `
create table stripe_event (
  stripe_id text primary key,
  endpoint text,
  type text not null,
  object_stripe_id text,
  subject_key text not null,
  state text not null check (state in ('waiting', 'applied', 'ignored', 'failed')),
  made_at int not null,
  heard_at int not null,
  attempts int not null,
  problem text,
  ended_at int
);
create index stripe_event_subject on stripe_event (subject_key, heard_at) where state = 'waiting';
create index stripe_event_state on stripe_event (state, heard_at, stripe_id);
create index stripe_event_heard on stripe_event (heard_at, stripe_id);
create table event_queue (
  subject_key text primary key,
  next_at int,
  tries int not null,
  holder text,
  lease_until int,
  fence int not null
);
create index event_queue_due on event_queue (next_at) where next_at is not null;
create table event_catch_up (
  id int primary key check (id = 1),
  listed_to int,
  holder text,
  until int,
  ended_at int,
  found int not null
);
insert into event_catch_up (id, listed_to, found) select 1, heard_at, 0 from mirror_state
`

export const webhooks: Migration = {
  name: '0020-webhooks',
  up: (db, engine) => runStatements(db, engine, WEBHOOKS),
}
