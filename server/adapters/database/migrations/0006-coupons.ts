import { type Migration, runStatements } from './migration.ts'

const COUPONS = `
create table coupon_grant (
  id text primary key,
  kind text not null check (kind in ('coupon.code', 'coupon.apply', 'coupon.shared-code', 'coupon.stack')),
  team_id text not null,
  customer_stripe_id text,
  subject_name text,
  ticket text,
  reason_label text not null,
  coupon_name text not null,
  coupon_stripe_id text not null unique,
  promotion_code_stripe_id text,
  subscription_stripe_id text,
  amount int not null check (amount > 0),
  currency text not null,
  invoices int not null check (invoices > 0),
  granted_by text not null,
  granted_at int not null,
  redeem_by int,
  open_amount int not null check (open_amount >= 0),
  redeemed_at int,
  redeemed_by_customer_stripe_id text,
  redeemed_by_team_id text,
  is_retired int not null,
  has_billing int not null,
  is_settled int not null,
  checked_at int not null
);
create index coupon_grant_team on coupon_grant (team_id, granted_at);
create index coupon_grant_due on coupon_grant (is_settled, checked_at);
create table coupon_campaign (
  id text primary key,
  name text not null,
  partner text,
  coupon_stripe_id text not null unique,
  terms text not null,
  products text not null,
  each_amount int not null check (each_amount > 0),
  budget_amount int not null check (budget_amount > 0),
  currency text not null,
  max_redemptions int not null check (max_redemptions > 0),
  ends_at int not null,
  created_by text not null,
  created_at int not null,
  ended_at int,
  redemptions int not null,
  checked_at int not null
);
create table campaign_code (
  promotion_code_stripe_id text primary key,
  campaign_id text not null references coupon_campaign (id),
  code text not null,
  redemptions int not null
);
create index campaign_code_campaign on campaign_code (campaign_id)
`

export const coupons: Migration = {
  name: '0006-coupons',
  up: (db, engine) => runStatements(db, engine, COUPONS),
}
