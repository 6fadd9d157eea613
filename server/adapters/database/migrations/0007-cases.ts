import { makeAppendOnly, type Migration, runStatements } from './migration.ts'

// One case per ticket. Its history can't be edited; a proof that was picked among several customers says from which verdict.
const CASES = `
create table ticket_case (
  ticket text primary key,
  verification_id text not null references verification (id),
  team_id text not null,
  customer_stripe_id text,
  customer_name text,
  strength text not null
    check (strength in ('proven', 'ambiguous', 'conflict', 'weak', 'unknown')),
  holder_id text not null,
  holder_name text not null,
  opened_at int not null,
  live_from int not null,
  changed_at int not null,
  closed_at int
);
create index ticket_case_open on ticket_case (closed_at, changed_at);
create index ticket_case_holder on ticket_case (holder_id, closed_at, changed_at);
create table case_event (
  id text primary key,
  ticket text not null references ticket_case (ticket),
  kind text not null check (kind in ('opened', 'reopened', 'taken', 'noted', 'closed')),
  staff_id text not null,
  staff_name text not null,
  text text,
  at int not null
);
create index case_event_ticket on case_event (ticket, id);
alter table verification add column picked_from text
`

export const cases: Migration = {
  name: '0007-cases',
  up: async (db, engine) => {
    await runStatements(db, engine, CASES)
    await makeAppendOnly(db, engine, ['case_event'])
  },
}
