import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { REQUEST_KEYS } from '../../ports/request-metadata.ts'
import { listPastRequests } from '../approvals/index.ts'
import type { GiftEntry, GiftRequest } from './gift-history-rules.ts'

export interface CreditEntries {
  readonly entries: readonly GiftEntry[]
  readonly requests: readonly GiftRequest[]
}

const ALWAYS = toIso(0)

/** The whole balance of one customer and all that was asked for it: an old credit may have been taken back long ago. */
export const readCreditEntries = async (
  kernel: Pick<Kernel, 'db' | 'stripe'>,
  customerStripeId: string,
): Promise<CreditEntries> => {
  const [entries, requests] = await Promise.all([
    kernel.stripe.listBalanceEntriesSince(customerStripeId, ALWAYS),
    listPastRequests(kernel, { customerStripeId, since: ALWAYS }),
  ])
  return {
    entries: entries.map((entry) => ({ ...entry, requestId: entry.metadata[REQUEST_KEYS.request] ?? null })),
    requests,
  }
}
