import { type Migration, runStatements } from './migration.ts'

// An execution that only our own faults hold up is given up after so many in a row.
const OWN_FAULTS = `alter table execution add column own_faults int not null default 0`

export const ownFaults: Migration = {
  name: '0008-own-faults',
  up: (db, engine) => runStatements(db, engine, OWN_FAULTS),
}
