import type { Stripe } from 'stripe'
import { GatewayError } from '../../kernel/errors.ts'
import type { Page } from '../../ports/payment-gateway.ts'
import { readStripeEvent, type StripeEvent } from '../../ports/stripe-event.ts'
import { snapshotOf } from './event-snapshot.ts'
import { ask, expectList } from './stripe-call.ts'

const eventOf = (raw: unknown): StripeEvent => {
  const event = readStripeEvent(raw)
  if (event) return { ...event, snapshot: snapshotOf(raw) }
  throw new GatewayError('stripe', 'nonsense', { retryable: true, detail: 'expected an event' })
}

/** One page of a hundred, Stripe's newest first. Stripe's clock counts whole seconds. */
export const listEvents = async (
  client: Stripe,
  { from, startingAfter }: { from: number; startingAfter: string | null },
): Promise<Page<StripeEvent>> => {
  const page = await ask(() =>
    client.events.list({
      limit: 100,
      created: { gte: Math.floor(from / 1000) },
      ...(startingAfter ? { starting_after: startingAfter } : {}),
    }),
  )
  return { rows: expectList(page).map(eventOf), hasMore: page.has_more }
}
