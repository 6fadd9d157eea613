import type { Stripe } from 'stripe'
import type { MirrorResource, MirrorRow, Page } from '../../ports/payment-gateway.ts'
import { rowOfCode, rowOfCustomer, rowOfInvoice, rowOfSubscription } from './map-mirror.ts'
import { ask, expectList } from './stripe-call.ts'

/** One page of a hundred, Stripe's newest first; `startingAfter` is the last id of the page before. */
export const listForMirror = async (
  client: Stripe,
  resource: MirrorResource,
  startingAfter: string | null,
): Promise<Page<MirrorRow>> => {
  const params = { limit: 100, ...(startingAfter ? { starting_after: startingAfter } : {}) }
  const page = async <T extends { id: string }>(
    list: () => Promise<{ data: T[]; has_more: boolean }>,
    toRow: (row: T) => MirrorRow,
  ): Promise<Page<MirrorRow>> => {
    const answer = await ask(list)
    return { rows: expectList(answer).map(toRow), hasMore: answer.has_more }
  }
  switch (resource) {
    case 'customers':
      return page(() => client.customers.list(params), rowOfCustomer)
    case 'subscriptions':
      return page(() => client.subscriptions.list({ ...params, status: 'all' }), rowOfSubscription)
    case 'invoices':
      return page(() => client.invoices.list(params), rowOfInvoice)
    case 'codes':
      return page(() => client.promotionCodes.list(params), rowOfCode)
  }
}
