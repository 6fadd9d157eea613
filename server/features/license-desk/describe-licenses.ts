import type { LicenseLine } from '@countersign/shared/features/license-desk'
import type { Kernel } from '../../kernel/context.ts'
import { listKeys, stateOf, viewLicense } from '../licenses/index.ts'
import { licenseLine } from './line-rules.ts'
import { countHeld, type LicenseRow, listCustomerNames } from './store.ts'

/** As lists say it, in the order that is given. */
export const describeLicenses = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  rows: readonly LicenseRow[],
): Promise<LicenseLine[]> => {
  const now = clock.now()
  const ids = rows.map(({ id }) => id)
  const customers = [...new Set(rows.flatMap(({ customerStripeId }) => customerStripeId ?? []))]
  const [held, keys, names] = await Promise.all([
    countHeld(db, ids, now),
    listKeys(db, ids),
    listCustomerNames(db, customers),
  ])
  const heldOf = (id: string, environment: string): number =>
    Number(held.find((one) => one.licenseId === id && one.environment === environment)?.held ?? 0)
  const keysOf = Map.groupBy(keys, ({ licenseId }) => licenseId)
  return rows.map((row) =>
    licenseLine(row, {
      customerName: names.get(row.customerStripeId ?? '') ?? null,
      verdict: stateOf(viewLicense(row).standing, now),
      held: { production: heldOf(row.id, 'production'), development: heldOf(row.id, 'development') },
      keyEndings: (keysOf.get(row.id) ?? []).flatMap(({ lastGroup, validUntil }) =>
        validUntil === null || validUntil > now ? [lastGroup] : [],
      ),
    }),
  )
}
