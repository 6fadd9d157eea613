import { makeAppendOnly, type Migration, runStatements } from './migration.ts'

// The foreign key carries the requester into each decision, so that the database itself can refuse an own request: no
// code path, old replica or console session gets round it.
const APPROVALS = `
create table approval_request (
  id text primary key,
  kind text not null,
  payload text not null,
  payload_hash text not null,
  facts text not null,
  facts_hash text not null,
  subject_key text not null,
  team_id text,
  customer_stripe_id text,
  subject_name text,
  ticket text,
  verification_id text references verification (id),
  reason text not null,
  requester_id text not null references staff (id),
  requester_name text not null,
  request_key text not null,
  policy_version int not null,
  approvers_needed int not null check (approvers_needed between 0 and 5),
  is_desktop_only int not null check (is_desktop_only in (0, 1)),
  rules text not null,
  is_counted int not null check (is_counted in (0, 1)),
  given_amount int,
  given_currency text,
  title text not null,
  state text not null check (state in
    ('requested', 'approved', 'executing', 'done', 'rejected', 'withdrawn', 'expired', 'stale', 'failed', 'needs-person')),
  replaces_id text references approval_request (id),
  outcome text,
  created_at int not null,
  expires_at int not null,
  changed_at int not null,
  closed_at int,
  check ((given_amount is null) = (given_currency is null)),
  unique (id, requester_id),
  unique (requester_id, request_key)
);
create index approval_request_state on approval_request (state, created_at);
create index approval_request_changed on approval_request (changed_at, id);
create index approval_request_team on approval_request (team_id, created_at) where team_id is not null;
create index approval_request_customer on approval_request (customer_stripe_id, created_at) where customer_stripe_id is not null;
create index approval_request_requester on approval_request (requester_id, created_at);
create index approval_request_given_team on approval_request (team_id, given_currency, created_at) where is_counted = 1;
create index approval_request_given_agent on approval_request (requester_id, given_currency, created_at) where is_counted = 1;
create index approval_request_ticket on approval_request (ticket, created_at) where ticket is not null;
create index approval_request_twin on approval_request (subject_key, payload_hash);
create table approver_key (
  id text primary key,
  staff_id text not null references staff (id),
  public_key text not null unique,
  place text not null check (place in ('keyring', 'plain', 'browser')),
  label text not null,
  state text not null check (state in ('waiting', 'active', 'ended')),
  created_at int not null,
  activated_at int,
  ended_at int
);
create index approver_key_staff on approver_key (staff_id, created_at);
create table approval_decision (
  id text primary key,
  request_id text not null,
  requester_id text not null,
  staff_id text not null references staff (id),
  staff_name text not null,
  decision text not null check (decision in ('approve', 'reject')),
  comment text,
  key_id text not null references approver_key (id),
  message text not null,
  signature text not null unique,
  at int not null,
  check (staff_id <> requester_id),
  unique (request_id, staff_id),
  foreign key (request_id, requester_id) references approval_request (id, requester_id)
);
create table approval_comment (
  id text primary key,
  request_id text not null references approval_request (id),
  staff_id text not null references staff (id),
  staff_name text not null,
  kind text not null check (kind in ('comment', 'question', 'answer')),
  text text not null,
  at int not null
);
create index approval_comment_request on approval_comment (request_id, at);
create table policy_version (
  version int primary key check (version >= 1),
  document text not null,
  request_id text references approval_request (id),
  created_at int not null
);
`

// One row per subject in subject_lease: whoever raised its fence last is the only one whose attempts still count.
const EXECUTIONS = `
create table execution (
  id text primary key references approval_request (id),
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
  ended_at int
);
create index execution_due on execution (next_at) where state in ('waiting', 'running');
create index execution_subject on execution (subject_key, created_at);
create unique index execution_one_running on execution (subject_key) where state = 'running';
create table execution_step (
  execution_id text not null references execution (id),
  name text not null,
  position int not null,
  state text not null check (state in ('begun', 'done', 'unknown')),
  attempt int not null check (attempt >= 0),
  key text not null,
  begun_at int not null,
  unanswered_at int,
  prepared text,
  last_outcome text,
  result text,
  is_adopted int not null check (is_adopted in (0, 1)),
  ended_at int,
  primary key (execution_id, name)
);
create table execution_attempt (
  execution_id text not null references execution (id),
  step text not null,
  sequence int not null,
  attempt int not null,
  key text not null,
  act text not null check (act in ('send', 'look', 'person')),
  outcome text not null,
  detail text,
  begun_at int not null,
  ended_at int not null,
  primary key (execution_id, step, sequence)
);
create table subject_lease (
  subject_key text primary key,
  holder text not null,
  fence int not null,
  until int not null
);
create table execution_gate (
  id int primary key check (id = 1),
  paused_since int,
  reason text,
  restored_at int
);
insert into execution_gate (id) values (1);
`

export const approvals: Migration = {
  name: '0002-approvals',
  up: async (db, engine) => {
    for (const text of [APPROVALS, EXECUTIONS]) await runStatements(db, engine, text)
    await makeAppendOnly(db, engine, ['approval_decision', 'approval_comment', 'policy_version', 'execution_attempt'])
  },
}
