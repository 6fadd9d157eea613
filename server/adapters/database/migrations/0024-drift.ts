import { makeAppendOnly, type Migration, runStatements } from './migration.ts'

// One comparison at a time, and one finding for each difference while it lasts. The history can't be edited.
const DRIFT = `
create table drift_run (
  id text primary key,
  state text not null check (state in ('running', 'done', 'failed', 'cancelled')),
  asked_by text,
  source text not null,
  cursor text,
  compared text not null,
  skipped text not null,
  problem text,
  tries int not null,
  next_at int not null,
  started_at int not null,
  finished_at int,
  lease_holder text,
  lease_until int,
  fence int not null
);
create unique index drift_run_one on drift_run (state) where state = 'running';
create index drift_run_started on drift_run (started_at);
create table drift_finding (
  id text primary key,
  key text not null,
  run_id text not null references drift_run (id),
  kind text not null,
  source text not null,
  severity text not null check (severity in ('shut-out', 'money', 'stale')),
  rank int not null,
  state text not null check (state in ('suspected', 'open', 'accepted', 'repaired', 'gone')),
  subject_id text not null,
  team_id text,
  customer_stripe_id text,
  said text not null,
  first_seen_at int not null,
  last_seen_at int not null,
  ended_at int,
  accepted_by text,
  accepted_reason text,
  accepted_until int,
  repair_asked_by text,
  repair_asked_at int,
  check ((ended_at is null) = (state in ('suspected', 'open', 'accepted')))
);
create unique index drift_finding_lasting on drift_finding (key) where ended_at is null;
create index drift_finding_shown on drift_finding (state, rank, id);
create index drift_finding_run on drift_finding (source, run_id);
create table drift_event (
  finding_id text not null references drift_finding (id),
  sequence int not null,
  kind text not null,
  who text,
  text text not null,
  at int not null,
  primary key (finding_id, sequence)
);
create index mirror_customer_created on mirror_customer (created_at);
create index mirror_subscription_created on mirror_subscription (created_at);
create index mirror_invoice_created on mirror_invoice (created_at);
create index mirror_code_created on mirror_code (created_at)
`

export const drift: Migration = {
  name: '0024-drift',
  up: async (db, engine) => {
    await runStatements(db, engine, DRIFT)
    await makeAppendOnly(db, engine, ['drift_event'])
  },
}
