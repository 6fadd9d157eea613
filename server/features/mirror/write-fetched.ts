import type { Transaction } from '../../ports/database.ts'
import type { MirrorResource } from '../../ports/payment-gateway.ts'
import type { Fetched } from './fetch-object.ts'
import { writePage } from './write-page.ts'

/**
 * Writes objects as fetched or told, unless the mirror holds what was read later. What is gone is kept as gone, so that an
 * older page of a fill can't bring it back.
 */
export const writeFetched = async (
  tx: Transaction,
  resource: MirrorResource,
  fetched: readonly Fetched[],
): Promise<void> => {
  const [first] = fetched
  if (!first) return
  const each = new Map(fetched.map(({ row, asOf, toldAt }) => [row.stripeId, { asOf, toldAt: toldAt ?? null }]))
  const rows = fetched.map(({ row }) => row)
  const asOf = Math.max(...fetched.map((one) => one.asOf))
  await writePage(tx, resource, rows, { teamKeys: first.teamKeys, asOf, each })
}
