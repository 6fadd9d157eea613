import { type Migration, runStatements } from './migration.ts'

const LINKS = `
create table link (
  id text primary key,
  kind text not null check (kind in ('checkout', 'portal')),
  staff_id text not null,
  staff_name text not null,
  request_key text not null,
  fingerprint text not null,
  team_id text not null,
  customer_stripe_id text,
  buyer_email text,
  ticket text not null,
  plan text,
  period text,
  price_stripe_id text,
  quantity int check (quantity > 0),
  state text not null check (state in ('making', 'open', 'complete', 'expired', 'failed', 'given')),
  problem text,
  session_stripe_id text unique,
  total int,
  currency text,
  subscription_stripe_id text,
  sent_to text,
  mail_key text,
  sends int not null,
  made_at int not null,
  expires_at int,
  completed_at int,
  checked_at int not null,
  unique (staff_id, request_key),
  check ((state in ('open', 'complete', 'expired')) <= (session_stripe_id is not null)),
  check ((state = 'complete') = (completed_at is not null)),
  check ((kind = 'checkout') = (price_stripe_id is not null))
);
create index link_team on link (team_id, made_at);
create index link_customer on link (customer_stripe_id, made_at);
create index link_staff on link (staff_id, made_at);
create index link_due on link (state, checked_at)
`

export const links: Migration = {
  name: '0012-links',
  up: (db, engine) => runStatements(db, engine, LINKS),
}
