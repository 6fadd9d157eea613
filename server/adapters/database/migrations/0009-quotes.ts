import { type Kysely, sql } from 'kysely'
import { type Engine, type Migration, runStatements } from './migration.ts'

// What customers accepted. An invoiced quote stands for ever as it was accepted: with its lines and attachments.
const QUOTES = `
create table quote (
  id text primary key,
  reference text not null,
  source text not null,
  reference_key text not null,
  source_key text not null,
  customer_name text not null,
  billing_email text not null,
  address text not null,
  team_id text,
  ticket text,
  accepted_by text not null,
  accepted_on text not null,
  terms text not null,
  days_until_due int not null check (days_until_due between 0 and 365),
  currency text not null,
  total int not null check (total >= 0),
  purchase_order text,
  tax_numbers text not null,
  note text,
  state text not null check (state in ('accepted', 'invoiced', 'withdrawn')),
  searched text not null,
  fingerprint text not null,
  import_id text,
  recorded_by text not null,
  recorded_at int not null,
  changed_at int not null,
  unique (source_key, reference_key)
);
create index quote_accepted on quote (accepted_on, id);
create index quote_state on quote (state, accepted_on, id);
create index quote_import_of on quote (import_id);
create table quote_line (
  quote_id text not null references quote (id),
  position int not null check (position >= 0),
  description text not null,
  quantity int not null check (quantity > 0),
  unit_amount int not null check (unit_amount >= 0),
  price_stripe_id text,
  primary key (quote_id, position)
);
create table quote_attachment (
  id text primary key,
  quote_id text not null references quote (id),
  name text not null,
  media_type text not null,
  size int not null check (size > 0),
  sha256 text not null,
  content bytes not null,
  attached_by text not null,
  attached_at int not null
);
create index quote_attachment_of on quote_attachment (quote_id, id);
create table quote_upload (
  id text primary key,
  staff_id text not null,
  purpose text not null check (purpose in ('attachment', 'import')),
  name text not null,
  size int not null check (size > 0),
  created_at int not null
);
create index quote_upload_created on quote_upload (created_at);
create table quote_upload_part (
  upload_id text not null references quote_upload (id),
  part int not null check (part >= 0),
  content bytes not null,
  primary key (upload_id, part)
);
create table quote_import (
  id text primary key,
  upload_id text not null,
  file_name text not null,
  state text not null check (state in ('running', 'done', 'cancelled', 'failed')),
  counts text not null,
  failure text,
  staff_id text not null,
  actor text not null,
  request_id text not null,
  started_at int not null,
  ended_at int,
  lease_holder text,
  lease_until int
);
create unique index quote_import_running on quote_import (staff_id) where state = 'running'
`

const PARTS = ['quote_line', 'quote_attachment'] as const

const fixOnSqlite = (): string[] => [
  `create trigger quote_fixed before update on quote when old.state = 'invoiced'
     begin select raise(abort, 'an invoiced quote is fixed'); end`,
  `create trigger quote_kept before delete on quote
     begin select raise(abort, 'a quote is never deleted'); end`,
  ...PARTS.flatMap((table) =>
    (
      [
        ['insert', 'new'],
        ['update', 'old'],
        ['delete', 'old'],
      ] as const
    ).map(
      ([verb, row]) => `create trigger ${table}_fixed_${verb} before ${verb} on ${table}
         when exists (select 1 from quote where id = ${row}.quote_id and state = 'invoiced')
         begin select raise(abort, 'an invoiced quote is fixed'); end`,
    ),
  ),
]

const fixOnPostgres = (): string[] => [
  `create function refuse_quote_change() returns trigger language plpgsql as $$
     begin
       if tg_op <> 'UPDATE' or old.state = 'invoiced' then
         raise exception 'an invoiced quote is fixed, and none is deleted' using errcode = 'restrict_violation';
       end if;
       return new;
     end $$`,
  `create trigger quote_fixed before update or delete on quote
     for each row execute function refuse_quote_change()`,
  `create trigger quote_no_truncate before truncate on quote
     for each statement execute function refuse_quote_change()`,
  `create function refuse_quote_part_change() returns trigger language plpgsql as $$
     declare the_quote text;
     begin
       if tg_op = 'INSERT' then the_quote := new.quote_id; else the_quote := old.quote_id; end if;
       if exists (select 1 from quote where id = the_quote and state = 'invoiced') then
         raise exception 'an invoiced quote is fixed' using errcode = 'restrict_violation';
       end if;
       if tg_op = 'DELETE' then return old; end if;
       return new;
     end $$`,
  ...PARTS.map(
    (table) => `create trigger ${table}_fixed before insert or update or delete on ${table}
      for each row execute function refuse_quote_part_change()`,
  ),
]

const fixInvoiced = async (db: Kysely<unknown>, engine: Engine): Promise<void> => {
  for (const statement of engine === 'postgres' ? fixOnPostgres() : fixOnSqlite()) await sql.raw(statement).execute(db)
}

export const quotes: Migration = {
  name: '0009-quotes',
  up: async (db, engine) => {
    await runStatements(db, engine, QUOTES)
    await fixInvoiced(db, engine)
  },
}
