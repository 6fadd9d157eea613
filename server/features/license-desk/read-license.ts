import type { License, OfflineFile, Renewal } from '@countersign/shared/features/license-desk'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import {
  findLicense,
  findSale,
  listEvents,
  listKeys,
  listReleases,
  newestCovered,
  viewLicense,
} from '../licenses/index.ts'
import { describeLicenses } from './describe-licenses.ts'
import { fileView } from './file-rules.ts'
import { instanceLine } from './line-rules.ts'
import { type LicenseRow, listInstances, listOfflineFiles, listRenewals, type RenewalRow } from './store.ts'

const MOST_INSTANCES = 500
const MOST_EVENTS = 100

const renewalView = ({
  id,
  state,
  percent,
  amount,
  currency,
  days,
  quoteId,
  offeredBy,
  offeredAt,
  updatesAfter,
}: RenewalRow): Renewal => ({
  id,
  state,
  percent,
  amount: { amount, currency },
  days,
  quoteId,
  offeredBy,
  offeredAt: toIso(offeredAt),
  updatesAfter,
})

const isoOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

const lists = async ({ db, clock }: Pick<Kernel, 'db' | 'clock'>, row: LicenseRow) => {
  const now = clock.now()
  const { terms } = viewLicense(row)
  const [keys, instances, files, renewals, events, sale, register] = await Promise.all([
    listKeys(db, [row.id]),
    listInstances(db, row.id, MOST_INSTANCES),
    listOfflineFiles(db, row.id),
    listRenewals(db, row.id),
    listEvents(db, row.id, MOST_EVENTS),
    findSale(db, row.id),
    listReleases(db, row.product),
  ])
  const offlineFiles: OfflineFile[] = files.map((file) => fileView(file, now))
  return {
    terms,
    keys: keys.map(({ lastGroup, createdAt, validUntil }) => ({
      ending: lastGroup,
      createdAt: toIso(createdAt),
      validUntil: isoOrNull(validUntil),
    })),
    newestCovered: newestCovered(register, row.updatesUntil),
    instances: instances.map((instance) => instanceLine(instance, terms, now)),
    offlineFiles,
    renewals: renewals.map(renewalView),
    soldFor: sale ? { amount: sale.amount, currency: sale.currency } : null,
    events: events.map(({ licenseId: _of, at, ...event }) => ({ ...event, at: toIso(at) })),
  }
}

/** One license with everything that hangs on it. Refuses NOT_FOUND. */
export const readLicense = async (kernel: Pick<Kernel, 'db' | 'clock'>, id: string): Promise<License> => {
  const row = await findLicense(kernel.db, id)
  if (!row) throw new AppError('NOT_FOUND')
  const [line] = await describeLicenses(kernel, [row])
  if (!line) throw new AppError('NOT_FOUND')
  const { subscriptionStripeId, itemStripeId, invoiceStripeId, extendedUntil, suspendedAt, factsAsOf } = row
  return {
    ...line,
    ...(await lists(kernel, row)),
    subscriptionStripeId,
    itemStripeId,
    invoiceStripeId,
    extendedUntil: isoOrNull(extendedUntil),
    isSuspendedByHand: suspendedAt !== null,
    factsAsOf: isoOrNull(factsAsOf),
  }
}
