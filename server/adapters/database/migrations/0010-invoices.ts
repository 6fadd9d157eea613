import { type Migration, runStatements } from './migration.ts'

// A quote has one invoice that is neither discarded nor voided, unless somebody said why there is another.
const INVOICES = `
create table manual_invoice (
  id text primary key,
  quote_id text not null references quote (id),
  quote_reference text not null,
  quote_accepted_on text not null,
  customer_name text not null,
  team_id text,
  ticket text,
  currency text not null,
  customer_stripe_id text,
  choices text not null,
  version int not null check (version > 0),
  state text not null check (state in ('editing', 'drafting', 'drafted', 'asked', 'sent', 'discarded', 'ended')),
  repeat_reason text,
  draft_count int not null check (draft_count >= 0),
  execution_id text,
  drafted_hash text,
  request_id text,
  stripe_id text unique,
  number text,
  status text check (status in ('draft', 'open', 'paid', 'uncollectible', 'void')),
  total int not null,
  problem text,
  drafted_at int,
  asked_at int,
  sent_at int,
  due_at int,
  paid_at int,
  voided_at int,
  uncollectible_at int,
  created_by text not null,
  created_at int not null,
  changed_by text not null,
  changed_at int not null
);
create unique index manual_invoice_only on manual_invoice (quote_id)
  where repeat_reason is null and state not in ('discarded', 'ended');
create index manual_invoice_quote on manual_invoice (quote_id);
create index manual_invoice_state on manual_invoice (state, id);
create index manual_invoice_team on manual_invoice (team_id, id);
create index manual_invoice_customer on manual_invoice (customer_stripe_id, id);
create table fulfilment_task (
  id text primary key,
  manual_invoice_id text not null references manual_invoice (id),
  kind text not null check (kind in ('license', 'coupon', 'tenant')),
  deliver_on text not null check (deliver_on in ('sent', 'paid')),
  product_stripe_id text not null,
  what text not null,
  state text not null check (state in ('waiting', 'open', 'suspended', 'done')),
  since int not null,
  done_at int,
  done_by text,
  fulfilled_by text unique,
  unique (manual_invoice_id, product_stripe_id)
);
create index fulfilment_task_state on fulfilment_task (state, id)
`

export const invoices: Migration = {
  name: '0010-invoices',
  up: (db, engine) => runStatements(db, engine, INVOICES),
}
