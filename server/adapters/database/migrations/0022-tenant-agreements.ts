import { makeAppendOnly, type Migration, runStatements } from './migration.ts'

// A fifth state, and more that can be told of a tenant. PostgreSQL changes the checks; SQLite can't, so both tables are made
// anew.
const OTHER_CHECKS = `
alter table tenant drop constraint tenant_wanted_state_check;
alter table tenant drop constraint tenant_applied_state_check;
alter table tenant add constraint tenant_wanted_state_check
  check (wanted_state in ('active', 'flagged', 'suspended', 'archived'));
alter table tenant add constraint tenant_applied_state_check
  check (applied_state in ('active', 'flagged', 'suspended', 'archived'));
alter table tenant_event drop constraint tenant_event_kind_check;
alter table tenant_event add constraint tenant_event_kind_check
  check (kind in ('noted', 'wanted', 'applied', 'held', 'stuck', 'differed', 'agreed', 'invited'))
`

const COLUMNS = `team_id, customer_stripe_id, wanted_state, wanted_reason, wanted_hash, order_id, handed_at, applied_state,
  applied_reason, applied_limits, applied_hash, applied_at, faults, ignored_limits, problem, stuck_at, tries, next_at,
  checked_at, created_at, lease_holder, lease_until, fence`

const MADE_ANEW = `
pragma defer_foreign_keys = on;
create table tenant_kept as select * from tenant;
create table tenant_event_kept as select * from tenant_event;
drop table tenant_event;
drop table tenant;
create table tenant (
  team_id text primary key,
  customer_stripe_id text,
  wanted_state text check (wanted_state in ('active', 'flagged', 'suspended', 'archived')),
  wanted_reason text,
  wanted_hash text,
  order_id text,
  handed_at int,
  applied_state text check (applied_state in ('active', 'flagged', 'suspended', 'archived')),
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
  kind text not null
    check (kind in ('noted', 'wanted', 'applied', 'held', 'stuck', 'differed', 'agreed', 'invited')),
  state text,
  text text not null,
  limits text,
  at int not null,
  primary key (team_id, sequence)
);
insert into tenant (${COLUMNS}) select ${COLUMNS} from tenant_kept;
insert into tenant_event (team_id, sequence, kind, state, text, limits, at)
  select team_id, sequence, kind, state, text, limits, at from tenant_event_kept;
drop table tenant_event_kept;
drop table tenant_kept
`

// A contract is what one team was promised outside of Stripe. Its terms are changed only by a request that was approved; the
// history tells how.
const AGREEMENTS = `
alter table tenant add column backend text check (backend in ('stripe', 'contract'));
alter table tenant add column agreement_id text;
alter table tenant add column stopped_at int;
alter table tenant add column looked_at int;
alter table tenant add column look_due_at int not null default 0;
alter table tenant add column look_problem text;
create table tenant_contract (
  id text primary key,
  team_id text not null,
  kind text not null check (kind in ('wire', 'marketplace', 'prepaid')),
  reference text not null,
  price_stripe_id text,
  plan_name text not null,
  limits text not null,
  support text,
  starts_at int not null,
  ends_at int not null,
  grace_days int not null,
  tenant_name text,
  admin_email text,
  request_id text not null,
  revision int not null,
  created_at int not null,
  changed_at int not null,
  check (ends_at >= starts_at)
);
create index tenant_contract_team on tenant_contract (team_id);
create unique index tenant_contract_reference on tenant_contract (kind, reference);
create table tenant_invitation (
  team_id text not null,
  number int not null,
  email text not null,
  sealed_url text not null,
  received_at int not null,
  sends int not null,
  primary key (team_id, number)
)
`

export const tenantAgreements: Migration = {
  name: '0022-tenant-agreements',
  up: async (db, engine) => {
    await runStatements(db, engine, engine === 'postgres' ? OTHER_CHECKS : MADE_ANEW)
    if (engine === 'sqlite') await makeAppendOnly(db, engine, ['tenant_event'])
    await runStatements(db, engine, AGREEMENTS)
  },
}
