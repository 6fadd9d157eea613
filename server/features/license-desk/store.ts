import type { ExpressionBuilder } from 'kysely'
import type { LicenseShow } from '@countersign/shared/features/license-desk'
import { OFFLINE } from '@countersign/shared/features/license-facts'
import type { Queryable, Schema, Transaction } from '../../ports/database.ts'
import type { LicenseRenewalTable, OfflineFileTable } from '../../ports/schema/license-desk.ts'
import type { InstanceTable, LicenseTable } from '../../ports/schema/licenses.ts'

export type LicenseRow = LicenseTable
export type InstanceRow = InstanceTable
export type RenewalRow = LicenseRenewalTable
export type OfflineFileRow = OfflineFileTable

type OfLicense = ExpressionBuilder<Schema, 'license'>

const hasKey = (row: OfLicense) =>
  row.exists(row.selectFrom('licenseKey').select('mac').whereRef('licenseKey.licenseId', '=', 'license.id'))

const SHOWS: Readonly<
  Record<Exclude<LicenseShow, 'all'>, (row: OfLicense, soon: string) => ReturnType<OfLicense['and']>>
> = {
  keyless: (row) => row.and([row('revokedAt', 'is', null), row.not(hasKey(row))]),
  problems: (row) => row.and([row('problem', 'is not', null)]),
  updates: (row, soon) => row.and([row('updatesUntil', '<=', soon), row('revokedAt', 'is', null)]),
}

const matches = (row: OfLicense, text: string) => {
  const ending = text.toUpperCase().slice(-5)
  const ofKey = row
    .selectFrom('licenseKey')
    .select('mac')
    .whereRef('licenseKey.licenseId', '=', 'license.id')
    .where('lastGroup', '=', ending)
  return row.or([row('teamId', '=', text), row('customerStripeId', '=', text), row('id', '=', text), row.exists(ofKey)])
}

export interface LicensePage {
  readonly show: LicenseShow
  readonly text: string | null
  readonly before: string | null
  readonly limit: number
  /** Updates that end until then end soon. */
  readonly soon: string
}

/** Newest first. */
export const listLicensePage = (db: Queryable, page: LicensePage): Promise<LicenseRow[]> => {
  const { show, text, before, soon } = page
  let query = db.selectFrom('license').selectAll()
  if (show !== 'all') query = query.where((row) => SHOWS[show](row, soon))
  if (text !== null) query = query.where((row) => matches(row, text))
  if (before !== null) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(page.limit).execute()
}

export const listLicensesOfTeams = async (
  db: Queryable,
  teamIds: readonly string[],
  limit: number,
): Promise<LicenseRow[]> =>
  teamIds.length === 0
    ? []
    : db.selectFrom('license').selectAll().where('teamId', 'in', teamIds).orderBy('id', 'desc').limit(limit).execute()

/** Those of which Stripe's last word, a term or an extension names an end. */
export const listEndingLicenses = (db: Queryable, limit: number): Promise<LicenseRow[]> =>
  db
    .selectFrom('license')
    .selectAll()
    .where('revokedAt', 'is', null)
    .where('suspendedAt', 'is', null)
    .where((row) =>
      row.or([
        row('endsAt', 'is not', null),
        row('extendedUntil', 'is not', null),
        row('facts', 'like', '%"past_due"%'),
        row('facts', 'like', '%"unpaid"%'),
        row('facts', 'like', '%"cancelAt":"%'),
      ]),
    )
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

export const listCustomerNames = async (
  db: Queryable,
  customerStripeIds: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (customerStripeIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('mirrorCustomer')
    .select(['stripeId', 'name'])
    .where('stripeId', 'in', customerStripeIds)
    .execute()
  return new Map(rows.flatMap(({ stripeId, name }) => (name === null ? [] : [[stripeId, name]])))
}

/** How many hold a seat now, by license and environment. */
export const countHeld = async (db: Queryable, licenseIds: readonly string[], now: number) =>
  licenseIds.length === 0
    ? []
    : db
        .selectFrom('instance')
        .select((row) => ['licenseId', 'environment', row.fn.countAll<number | string>().as('held')])
        .where('licenseId', 'in', licenseIds)
        .where('seatUntil', '>', now)
        .groupBy(['licenseId', 'environment'])
        .execute()

/** Those heard of last first. */
export const listInstances = (db: Queryable, licenseId: string, limit: number): Promise<InstanceRow[]> =>
  db
    .selectFrom('instance')
    .selectAll()
    .where('licenseId', '=', licenseId)
    .orderBy('lastSeenAt', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()

export const findInstance = (db: Queryable, id: string): Promise<InstanceRow | undefined> =>
  db.selectFrom('instance').selectAll().where('id', '=', id).executeTakeFirst()

/** Whoever frees it has looked at it, so a suspicion ends here. False when it is released already. */
export const releaseInstance = async (
  tx: Transaction,
  id: string,
  { at, by }: { at: number; by: string },
): Promise<boolean> => {
  const result = await tx
    .updateTable('instance')
    .set({ releasedAt: at, releasedBy: by, seatUntil: at, cloneSuspectedAt: null, cloneEvidence: null })
    .where('id', '=', id)
    .where('releasedAt', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** False when it isn't released. */
export const restoreInstance = async (tx: Transaction, id: string): Promise<boolean> => {
  const result = await tx
    .updateTable('instance')
    .set({ releasedAt: null, releasedBy: null })
    .where('id', '=', id)
    .where('releasedAt', 'is not', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Silent since `seenBefore`, not released, not ephemeral, and locked no longer than since `lockedAfter`; the next to lock first. */
export const listSilent = (
  db: Queryable,
  { seenBefore, lockedAfter, limit }: { seenBefore: number; lockedAfter: number; limit: number },
) =>
  db
    .selectFrom('instance')
    .innerJoin('license', 'license.id', 'instance.licenseId')
    .selectAll('instance')
    .select(['license.teamId', 'license.product', 'license.plan'])
    .where('instance.lastSeenAt', '<', seenBefore)
    .where('instance.runUntil', '>', lockedAfter)
    .where('instance.releasedAt', 'is', null)
    .where('instance.isEphemeral', '=', 0)
    .orderBy('instance.runUntil')
    .limit(limit)
    .execute()

export const insertRenewal = async (tx: Transaction, row: RenewalRow): Promise<void> => {
  await tx.insertInto('licenseRenewal').values(row).execute()
}

export const listRenewals = (db: Queryable, licenseId: string): Promise<RenewalRow[]> =>
  db.selectFrom('licenseRenewal').selectAll().where('licenseId', '=', licenseId).orderBy('id', 'desc').execute()

/** Of the quote that an invoice was made from by hand, if one is offered and none was paid. */
export const findRenewalOfInvoice = (db: Queryable, invoiceStripeId: string): Promise<RenewalRow | undefined> =>
  db
    .selectFrom('licenseRenewal')
    .innerJoin('manualInvoice', 'manualInvoice.quoteId', 'licenseRenewal.quoteId')
    .selectAll('licenseRenewal')
    .where('manualInvoice.stripeId', '=', invoiceStripeId)
    .where('licenseRenewal.state', '=', 'offered')
    .executeTakeFirst()

export const closeRenewal = async (
  tx: Transaction,
  id: string,
  end: Pick<RenewalRow, 'state' | 'updatesBefore' | 'updatesAfter' | 'closedAt'>,
): Promise<boolean> => {
  const result = await tx
    .updateTable('licenseRenewal')
    .set(end)
    .where('id', '=', id)
    .where('state', '=', 'offered')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export const insertOfflineFile = async (tx: Transaction, row: OfflineFileRow): Promise<void> => {
  await tx.insertInto('offlineFile').values(row).execute()
}

export const findOfflineFile = (db: Queryable, id: string): Promise<OfflineFileRow | undefined> =>
  db.selectFrom('offlineFile').selectAll().where('id', '=', id).executeTakeFirst()

/** Newest first. */
export const listOfflineFiles = (db: Queryable, licenseId: string): Promise<OfflineFileRow[]> =>
  db.selectFrom('offlineFile').selectAll().where('licenseId', '=', licenseId).orderBy('id', 'desc').execute()

export const withdrawOfflineFile = async (
  tx: Transaction,
  id: string,
  { at, reason }: { at: number; reason: string },
): Promise<boolean> => {
  const result = await tx
    .updateTable('offlineFile')
    .set({ withdrawnAt: at, withdrawnFor: reason })
    .where('id', '=', id)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

interface SeatHolding {
  readonly id: string
  readonly licenseId: string
  readonly installId: string
  readonly name: string
  readonly environment: InstanceRow['environment']
  readonly version: string
  readonly releasedOn: string
  readonly nonceHash: string
  readonly address: string
  readonly until: number
  readonly at: number
}

const UNHEARD = {
  isEphemeral: 0,
  epoch: 1,
  epochStarts: '[]',
  sequence: 0,
  counts: '{}',
  refusedAs: null,
  cloneSuspectedAt: null,
  cloneEvidence: null,
}

/** For an installation that won't be heard of; one that is known keeps its row, in an epoch in which it has no token. */
export const holdSeat = async (tx: Transaction, { id, address, until, at, ...own }: SeatHolding): Promise<void> => {
  const said = { ...own, isEphemeral: 0, sequence: 0, refusedAs: null }
  const held = {
    seatSince: at,
    seatUntil: until,
    runUntil: until,
    lastSeenAt: at,
    lastAddress: address,
    releasedAt: null,
    releasedBy: null,
  }
  await tx
    .insertInto('instance')
    .values({ ...UNHEARD, ...own, ...held, id, createdAt: at })
    .onConflict((conflict) =>
      conflict
        .columns(['licenseId', 'installId'])
        .doUpdateSet((row) => ({ ...said, ...held, epoch: row('instance.epoch', '+', 1) })),
    )
    .execute()
}

export const freeInstall = async (
  tx: Transaction,
  { licenseId, installId }: Pick<OfflineFileRow, 'licenseId' | 'installId'>,
  at: number,
): Promise<void> => {
  await tx
    .updateTable('instance')
    .set({ seatUntil: at })
    .where('licenseId', '=', licenseId)
    .where('installId', '=', installId)
    .where('lastAddress', '=', OFFLINE)
    .execute()
}

/** Subscriptions and invoices that licenses stand on, unless they are over; by their ids. */
export const listStandingObjects = async (
  db: Queryable,
  after: string,
  limit: number,
): Promise<ReadonlyArray<{ stripeId: string }>> => {
  const standing = db.selectFrom('license').where('revokedAt', 'is', null)
  const rows = await standing
    .where('source', '=', 'item')
    .where((row) => row.or([row('facts', 'is', null), row('facts', 'not like', '%"status":"canceled"%')]))
    .select('subscriptionStripeId as stripeId')
    .union(standing.where('source', '=', 'invoice').select('invoiceStripeId as stripeId'))
    .orderBy('stripeId')
    .execute()
  return rows.flatMap(({ stripeId }) => (stripeId !== null && stripeId > after ? [{ stripeId }] : [])).slice(0, limit)
}
