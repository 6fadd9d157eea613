import { makeAppendOnly, type Migration, runStatements } from './migration.ts'

const STAFF = `
create table staff (
  id text primary key,
  name text not null,
  email text not null,
  roles text not null,
  status text not null check (status in ('active', 'removed')),
  created_at int not null,
  last_seen_at int
);
create unique index staff_email on staff (lower(email));
create table local_credential (
  staff_id text primary key references staff (id),
  password_hash text not null,
  totp_secret text,
  totp_last_step int,
  changed_at int not null
);
create table oidc_identity (
  issuer text not null,
  subject text not null,
  staff_id text not null references staff (id),
  created_at int not null,
  primary key (issuer, subject)
);
create index oidc_identity_staff on oidc_identity (staff_id);
create table oidc_sign_in (
  state text primary key,
  nonce text not null,
  code_verifier text not null,
  redirect_uri text not null,
  created_at int not null,
  expires_at int not null
);
create index oidc_sign_in_expiry on oidc_sign_in (expires_at);
create table session (
  id text primary key,
  staff_id text not null references staff (id),
  token_hash text not null unique,
  device text,
  address text not null,
  created_at int not null,
  expires_at int not null,
  revoked_at int
);
create index session_staff on session (staff_id, created_at);
create index session_expiry on session (expires_at);
create table sign_in_failure (
  id text primary key,
  key text not null,
  at int not null
);
create index sign_in_failure_key on sign_in_failure (key, at);
create index sign_in_failure_at on sign_in_failure (at);
`

// previous_hash is unique: two replicas that seal at once can't fork the chain, whatever their code does.
const AUDIT = `
create table audit_entry (
  id text primary key,
  at int not null,
  actor_kind text not null check (actor_kind in ('staff', 'system')),
  actor_id text not null,
  device text,
  action text not null,
  outcome text not null check (outcome in ('done', 'refused')),
  subject_kind text not null,
  subject_id text not null,
  ticket text,
  reason text,
  request_id text,
  details text not null
);
create index audit_entry_at on audit_entry (at, id);
create index audit_entry_actor on audit_entry (actor_id, at);
create index audit_entry_action on audit_entry (action, at);
create index audit_entry_subject on audit_entry (subject_id, at);
create index audit_entry_ticket on audit_entry (ticket, at) where ticket is not null;
create table audit_seal (
  sequence int primary key check (sequence >= 0),
  entry_id text not null unique references audit_entry (id),
  previous_hash text not null unique,
  hash text not null unique,
  sealed_at int not null
);
create table audit_checkpoint (
  sequence int primary key references audit_seal (sequence),
  hash text not null,
  at int not null,
  key_id text not null,
  signature text not null
);
create table audit_personal (
  entry_id text not null references audit_entry (id),
  field text not null,
  salt text not null,
  value text not null,
  primary key (entry_id, field)
);
`

const TEAMS = `
create table verification (
  id text primary key,
  ticket text not null,
  team_id text not null,
  strength text not null
    check (strength in ('proven', 'ambiguous', 'conflict', 'weak', 'unknown', 'unverified')),
  customer_stripe_id text,
  customer_name text,
  staff_id text not null,
  staff_name text not null,
  shown text not null,
  at int not null,
  live_until int
);
create index verification_at on verification (at, id);
create index verification_ticket on verification (ticket, at);
create index verification_team on verification (team_id, at);
create index verification_customer on verification (customer_stripe_id, at);
create index verification_staff on verification (staff_id, at);
create table kept_page (
  customer_stripe_id text not null,
  part text not null,
  value text not null,
  as_of int not null,
  primary key (customer_stripe_id, part)
);
`

// No foreign keys in the mirror: Stripe's pages and events arrive in any order. Case-blind finding rests on folded
// columns; team ids and invoice numbers are found by the letters as they are, then folded.
const MIRROR = `
create table mirror_customer (
  stripe_id text primary key,
  team_id text,
  name text,
  email text,
  currency text,
  balance int not null,
  created_at int not null,
  is_deleted int not null check (is_deleted in (0, 1)),
  as_of int not null,
  name_fold text,
  email_fold text,
  document int
);
create unique index mirror_customer_document on mirror_customer (document) where document is not null;
create index mirror_customer_team on mirror_customer (team_id) where team_id is not null;
create index mirror_customer_name on mirror_customer (name_fold) where name_fold is not null;
create index mirror_customer_email on mirror_customer (email_fold) where email_fold is not null;
create table mirror_subscription (
  stripe_id text primary key,
  customer_stripe_id text not null,
  team_id text,
  status text not null,
  created_at int not null,
  as_of int not null
);
create index mirror_subscription_customer on mirror_subscription (customer_stripe_id);
create index mirror_subscription_team on mirror_subscription (team_id) where team_id is not null;
create table mirror_invoice (
  stripe_id text primary key,
  customer_stripe_id text not null,
  number text,
  status text not null,
  total int not null,
  currency text not null,
  created_at int not null,
  as_of int not null
);
create index mirror_invoice_number on mirror_invoice (upper(number)) where number is not null;
create index mirror_invoice_customer on mirror_invoice (customer_stripe_id);
create table mirror_code (
  stripe_id text primary key,
  code text not null,
  coupon_stripe_id text not null,
  customer_stripe_id text,
  is_active int not null check (is_active in (0, 1)),
  created_at int not null,
  as_of int not null
);
create index mirror_code_code on mirror_code (upper(code));
create table mirror_run (
  id text primary key,
  state text not null check (state in ('running', 'cancelled', 'failed', 'done')),
  resource text not null check (resource in ('customers', 'subscriptions', 'invoices', 'codes')),
  cursor text,
  counts text not null,
  failure text,
  started_at int not null,
  finished_at int,
  lease_holder text,
  lease_until int,
  fence int not null default 0
);
create unique index mirror_run_one on mirror_run (state) where state = 'running';
create index mirror_run_started on mirror_run (started_at);
create table mirror_state (
  id int primary key check (id = 1),
  next_document int not null,
  indexed_to int not null,
  heard_at int,
  indexer text,
  indexer_until int
);
insert into mirror_state (id, next_document, indexed_to) values (1, 0, 0);
create table search_segment (
  id int primary key,
  first_document int not null,
  end_document int not null check (end_document > first_document)
);
create table search_gram (
  segment int not null,
  gram text not null,
  documents int not null,
  postings bytes not null,
  primary key (segment, gram)
);
`

export const foundation: Migration = {
  name: '0001-foundation',
  up: async (db, engine) => {
    for (const text of [STAFF, AUDIT, TEAMS, MIRROR]) await runStatements(db, engine, text)
    await makeAppendOnly(db, engine, ['audit_entry', 'audit_seal', 'audit_checkpoint', 'verification'])
  },
}
