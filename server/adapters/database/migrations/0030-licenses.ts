import { type Migration, runStatements } from './migration.ts'

// The secret of a key is kept as an HMAC only. The state of a licence is no column: it is computed from the facts.
const LICENSES = `
create table license (
  id text primary key,
  team_id text not null,
  customer_stripe_id text,
  product text not null,
  kind text not null check (kind in ('subscription', 'perpetual', 'offline')),
  source text not null check (source in ('item', 'invoice', 'word')),
  subscription_stripe_id text,
  item_stripe_id text,
  invoice_stripe_id text,
  deliver_on text not null check (deliver_on in ('sent', 'paid')),
  plan text not null,
  seats int not null check (seats >= 0),
  development_seats int not null check (development_seats >= 0),
  terms text not null,
  updates_until text,
  facts text,
  facts_as_of int,
  problem text,
  ends_at int,
  extended_until int,
  suspended_at int,
  suspended_for text,
  revoked_at int,
  revoked_for text,
  created_at int not null,
  changed_at int not null,
  version int not null,
  check (source <> 'item' or (subscription_stripe_id is not null and item_stripe_id is not null)),
  check (source <> 'invoice' or invoice_stripe_id is not null)
);
create index license_team on license (team_id);
create index license_subscription on license (subscription_stripe_id);
create unique index license_item on license (item_stripe_id);
create index license_invoice on license (invoice_stripe_id);
create table license_key (
  mac text primary key,
  license_id text not null references license (id),
  last_group text not null,
  created_at int not null,
  valid_until int
);
create index license_key_license on license_key (license_id);
create table instance (
  id text primary key,
  license_id text not null references license (id),
  install_id text not null,
  name text not null,
  environment text not null check (environment in ('production', 'development')),
  is_ephemeral int not null,
  version text not null,
  released_on text not null,
  epoch int not null,
  epoch_starts text not null,
  sequence int not null,
  nonce_hash text not null,
  seat_since int not null,
  seat_until int not null,
  run_until int not null,
  last_seen_at int not null,
  last_address text not null,
  counts text not null,
  released_at int,
  released_by text,
  refused_as text,
  clone_suspected_at int,
  clone_evidence text,
  created_at int not null,
  unique (license_id, install_id)
);
create index instance_seat on instance (license_id, environment, seat_until);
create table product_release (
  product text not null,
  version text not null,
  released_on text not null,
  primary key (product, version)
);
create table license_signing_key (
  id text primary key,
  created_at int not null,
  signs_from int not null,
  published_until int,
  endorsement text
)
`

export const licenses: Migration = {
  name: '0030-licenses',
  up: (db, engine) => runStatements(db, engine, LICENSES),
}
