import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { listPurchases } from './store.ts'
import type { TimelinePurchase } from './timeline-rules.ts'

/** What the customer bought through links, as the timeline tells it. */
export const readPurchases = async (
  { db }: Pick<Kernel, 'db'>,
  customerStripeId: string,
): Promise<TimelinePurchase[]> => {
  const rows = await listPurchases(db, customerStripeId)
  return rows.flatMap(({ id, plan, quantity, period, ticket, staffName, completedAt, subscriptionStripeId }) =>
    completedAt === null
      ? []
      : [
          {
            id,
            what: `${plan ?? ''} × ${quantity ?? 1}`,
            period: period ?? '',
            madeBy: staffName,
            ticket,
            at: toIso(completedAt),
            subscriptionStripeId,
          },
        ],
  )
}
