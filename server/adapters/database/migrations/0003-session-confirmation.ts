import { type Migration, runStatements } from './migration.ts'

// A sign-in at the identity provider either opens a session or confirms the one that it names.
const CONFIRMATION = `
alter table session add column confirmed_at int;
alter table oidc_sign_in add column confirms_session_id text;
`

export const sessionConfirmation: Migration = {
  name: '0003-session-confirmation',
  up: (db, engine) => runStatements(db, engine, CONFIRMATION),
}
