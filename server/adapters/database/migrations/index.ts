import { foundation } from './0001-foundation.ts'
import { approvals } from './0002-approvals.ts'
import { sessionConfirmation } from './0003-session-confirmation.ts'
import { mail } from './0004-mail.ts'
import { coupons } from './0006-coupons.ts'
import { cases } from './0007-cases.ts'
import { ownFaults } from './0008-own-faults.ts'
import { quotes } from './0009-quotes.ts'
import { invoices } from './0010-invoices.ts'
import { receivables } from './0011-receivables.ts'
import { links } from './0012-links.ts'
import { unaskedExecutions } from './0013-unasked-executions.ts'
import { webhooks } from './0020-webhooks.ts'
import { tenants } from './0021-tenants.ts'
import { licenses } from './0030-licenses.ts'
import { licenseDesk } from './0031-license-desk.ts'
import { tenantAgreements } from './0022-tenant-agreements.ts'
import { metering } from './0023-metering.ts'
import { drift } from './0024-drift.ts'
import { eventSnapshots } from './0025-event-snapshots.ts'
import type { Migration } from './migration.ts'

/** In order; names sort as they run. */
export const MIGRATIONS: readonly Migration[] = [
  foundation,
  approvals,
  sessionConfirmation,
  mail,
  coupons,
  cases,
  ownFaults,
  quotes,
  invoices,
  receivables,
  links,
  unaskedExecutions,
  webhooks,
  tenants,
  licenses,
  licenseDesk,
  tenantAgreements,
  metering,
  drift,
  eventSnapshots,
]
