import { makeAppendOnly, type Migration, runStatements } from './migration.ts'

// Wanted beside applied, so that what is still to do survives a crash. The history can't be edited.
const TENANTS = `
create table tenant (
  team_id text primary key,
  customer_stripe_id text,
  wanted_state text check (wanted_state in ('active', 'flagged', 'suspended')),
  wanted_reason text,
  wanted_hash text,
  order_id text,
  handed_at int,
  applied_state text check (applied_state in ('active', 'flagged', 'suspended')),
  applied_reason text,
  applied_limits text,
  applied_hash text,
  applied_at int,
  faults text not null,
  ignored_limits text not null,
  problem text,
  stuck_at int,
  tries int not null,
  next_at int not null,
  checked_at int,
  created_at int not null,
  lease_holder text,
  lease_until int,
  fence int not null
);
create index tenant_due on tenant (next_at);
create index tenant_customer on tenant (customer_stripe_id);
create table tenant_event (
  team_id text not null references tenant (team_id),
  sequence int not null,
  kind text not null check (kind in ('noted', 'wanted', 'applied', 'held', 'stuck')),
  state text,
  text text not null,
  limits text,
  at int not null,
  primary key (team_id, sequence)
);
create table tenant_sweep (
  id int primary key check (id = 1),
  holder text,
  until int,
  ended_at int,
  nameless text not null
);
insert into tenant_sweep (id, nameless) values (1, '[]')
`

export const tenants: Migration = {
  name: '0021-tenants',
  up: async (db, engine) => {
    await runStatements(db, engine, TENANTS)
    await makeAppendOnly(db, engine, ['tenant_event'])
  },
}
