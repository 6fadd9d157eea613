import { makeAppendOnly, type Migration, runStatements } from './migration.ts'

// A product on an invoice becomes one license, and one installation has one offline file for one request code, whoever asks twice.
const LICENSE_DESK = `
create table license_event (
  license_id text not null references license (id),
  sequence int not null,
  kind text not null,
  text text not null,
  instance_id text,
  by_name text not null,
  reason text,
  at int not null,
  primary key (license_id, sequence)
);
create table license_sale (
  license_id text primary key references license (id),
  invoice_stripe_id text not null,
  product_stripe_id text not null,
  amount int not null,
  currency text not null,
  sold_at int not null,
  unique (invoice_stripe_id, product_stripe_id)
);
create table license_renewal (
  id text primary key,
  license_id text not null references license (id),
  state text not null check (state in ('offered', 'paid', 'dropped')),
  percent int not null,
  amount int not null check (amount >= 0),
  currency text not null,
  days int not null check (days > 0),
  quote_id text not null unique,
  offered_by text not null,
  offered_at int not null,
  updates_before text,
  updates_after text,
  closed_at int,
  check ((state = 'offered') = (closed_at is null)),
  check ((state = 'paid') = (updates_after is not null))
);
create unique index license_renewal_open on license_renewal (license_id) where state = 'offered';
create table offline_file (
  id text primary key,
  license_id text not null references license (id),
  install_id text not null,
  name text not null,
  version text not null,
  environment text not null check (environment in ('production', 'development')),
  nonce_hash text not null,
  request_id text,
  file text not null,
  issued_by text not null,
  issued_at int not null,
  ends_at int not null,
  withdrawn_at int,
  withdrawn_for text,
  unique (license_id, install_id, nonce_hash)
);
create index offline_file_license on offline_file (license_id, ends_at);
create index license_created on license (created_at, id)
`

export const licenseDesk: Migration = {
  name: '0031-license-desk',
  up: async (db, engine) => {
    await runStatements(db, engine, LICENSE_DESK)
    await makeAppendOnly(db, engine, ['license_event'])
  },
}
