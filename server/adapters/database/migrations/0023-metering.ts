import { type Migration, runStatements } from './migration.ts'

// A reading is what was said; a count is the last one that is believed; a period is one billing period of one metered item,
// with what Stripe was told of it. An event is written down before it is sent.
const METERING = `
create table meter_credential (
  id text primary key,
  name text not null,
  key_hash text not null unique,
  key_end text not null,
  addresses text not null,
  created_by text not null,
  created_at int not null,
  used_at int,
  used_from text,
  refused_at int,
  refused_from text,
  revoked_at int
);
create table meter_report (
  id text primary key,
  source text not null check (source in ('report', 'pull')),
  credential_id text references meter_credential (id),
  address text,
  at int not null
);
create table meter_reading (
  id text primary key,
  team_id text not null,
  counter text not null,
  value int not null check (value >= 0),
  measured_at int not null,
  confirmed_at int not null,
  counted_at int not null,
  state text not null check (state in ('accepted', 'held', 'passed', 'refused')),
  is_billed int not null check (is_billed in (0, 1)),
  compared_with int not null,
  report_id text not null references meter_report (id),
  heard_at int not null,
  decided_by text,
  decided_at int,
  reason text,
  unique (team_id, counter, measured_at, counted_at)
);
create index meter_reading_counted on meter_reading (team_id, counter, counted_at);
create table meter_count (
  team_id text not null,
  counter text not null,
  value int,
  measured_at int,
  heard_at int,
  held_id text references meter_reading (id),
  primary key (team_id, counter)
);
create index meter_count_held on meter_count (held_id);
create table meter_item (
  stripe_id text primary key,
  subscription_stripe_id text not null,
  customer_stripe_id text not null,
  team_id text,
  price_stripe_id text not null,
  product_stripe_id text not null,
  product_name text not null,
  metadata text not null,
  counter text,
  meter_stripe_id text,
  event_name text,
  customer_key text,
  value_key text,
  problem text,
  read_at int not null,
  ended_at int
);
create index meter_item_team on meter_item (team_id);
create index meter_item_price on meter_item (price_stripe_id);
create index meter_item_subscription on meter_item (subscription_stripe_id);
create table meter_period (
  item_stripe_id text not null references meter_item (stripe_id),
  starts_at int not null,
  ends_at int not null,
  team_id text not null,
  counter text not null,
  count_value int,
  counted_at int,
  measured_at int,
  reading_id text references meter_reading (id),
  sent_value int,
  sent_at int,
  sent_stamp int,
  revision int not null,
  summary_value int,
  summary_at int,
  invoice_stripe_id text,
  invoice_number text,
  invoice_status text,
  line_amount int,
  line_currency text,
  line_quantity int,
  closed_at int,
  problem text,
  stuck_at int,
  tries int not null,
  next_at int not null,
  lease_holder text,
  lease_until int,
  fence int not null,
  primary key (item_stripe_id, starts_at)
);
create index meter_period_due on meter_period (next_at);
create index meter_period_team on meter_period (team_id, counter, starts_at);
create table meter_set (
  team_id text not null,
  counter text not null,
  count_value int not null,
  counted_at int not null,
  measured_at int not null,
  reading_id text not null references meter_reading (id),
  primary key (team_id, counter)
);
create table meter_event (
  identifier text primary key,
  item_stripe_id text not null,
  starts_at int not null,
  revision int not null,
  value int not null,
  stamp_at int not null,
  reading_id text not null references meter_reading (id),
  made_at int not null,
  ended_at int,
  outcome text check (outcome in ('sent', 'found', 'given-up')),
  unique (item_stripe_id, starts_at, revision)
);
create table meter_turn (
  id text primary key,
  holder text,
  until int,
  ended_at int,
  problem text
);
insert into meter_turn (id) values ('items'), ('pull')
`

export const metering: Migration = {
  name: '0023-metering',
  up: (db, engine) => runStatements(db, engine, METERING),
}
