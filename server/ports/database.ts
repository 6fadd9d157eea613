import type { Kysely, Transaction as KyselyTransaction } from 'kysely'
import type { ApprovalTables } from './schema/approvals.ts'
import type { AuditTables } from './schema/audit.ts'
import type { CaseTables } from './schema/cases.ts'
import type { CouponTables } from './schema/coupons.ts'
import type { DriftTables } from './schema/drift.ts'
import type { ExecutionTables } from './schema/executions.ts'
import type { InvoiceTables } from './schema/invoices.ts'
import type { LicenseDeskTables } from './schema/license-desk.ts'
import type { LicenseTables } from './schema/licenses.ts'
import type { LinkTables } from './schema/links.ts'
import type { MailTables } from './schema/mail.ts'
import type { MeteringTables } from './schema/metering.ts'
import type { MirrorTables } from './schema/mirror.ts'
import type { QuoteTables } from './schema/quotes.ts'
import type { ReceivableTables } from './schema/receivables.ts'
import type { StaffTables } from './schema/staff.ts'
import type { TeamTables } from './schema/teams.ts'
import type { TenantTables } from './schema/tenants.ts'
import type { WebhookTables } from './schema/webhooks.ts'

// Conventions of every table: times are milliseconds since the epoch, booleans 0 or 1, JSON is text, money is an
// integer of minor units beside its currency. So that SQLite and PostgreSQL hold the same values.
export type Schema = ApprovalTables &
  AuditTables &
  CaseTables &
  CouponTables &
  DriftTables &
  ExecutionTables &
  InvoiceTables &
  LicenseDeskTables &
  LicenseTables &
  LinkTables &
  MailTables &
  MeteringTables &
  MirrorTables &
  QuoteTables &
  ReceivableTables &
  StaffTables &
  TeamTables &
  TenantTables &
  WebhookTables

export type DatabaseKind = 'sqlite3' | 'node:sqlite' | 'postgres'

export type Transaction = KyselyTransaction<Schema>

/** A Kysely over one of the three drivers. `kind` tells which, for the few places where SQL differs. */
export type Database = Kysely<Schema> & { readonly kind: DatabaseKind }

/** What a store function takes first: a transaction, or the database for a lone read. */
export type Queryable = Kysely<Schema>
