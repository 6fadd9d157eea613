import { type Migration, runStatements } from './migration.ts'

const SNAPSHOTS = `
alter table stripe_event add column snapshot text;
create index stripe_event_object on stripe_event (object_stripe_id, made_at);
alter table mirror_customer add column told_at int;
alter table mirror_subscription add column told_at int;
alter table mirror_invoice add column told_at int;
alter table mirror_code add column told_at int
`

export const eventSnapshots: Migration = {
  name: '0025-event-snapshots',
  up: (db, engine) => runStatements(db, engine, SNAPSHOTS),
}
