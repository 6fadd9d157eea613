import type { SendFacts, SendPayload } from '@countersign/shared/features/invoice-sending'
import { DAY_MS, toIso } from '@countersign/shared/times'
import type { ActionInput } from '../approvals/index.ts'
import type { Step } from '../executions/index.ts'

/** Stripe lists its events for 30 days; one is left for what lies between its clock and ours. */
const EVENTS_LAST_MS = 29 * DAY_MS
const CLOCKS_DIFFER_MS = 2 * DAY_MS

/** Has Stripe mail it. Its event proves that it took the order; without one in thirty days nobody can tell any more. */
export const mailInvoice: Step<ActionInput<SendPayload, SendFacts>> = {
  name: 'send',
  movesMoney: false,
  perform: async ({ kernel, input }, key) => {
    const { status } = await kernel.stripe.sendInvoice(input.payload.invoiceStripeId, key)
    return { sent: true, status }
  },
  find: async ({ kernel, input: { payload, requestedAt } }) => {
    const { stripe, clock } = kernel
    const askedAt = Date.parse(requestedAt)
    const oldest = clock.now() - EVENTS_LAST_MS
    const since = toIso(Math.max(askedAt - CLOCKS_DIFFER_MS, oldest))
    if (await stripe.wasInvoiceSentSince(payload.invoiceStripeId, since)) return { is: 'found', result: { sent: true } }
    return askedAt < oldest
      ? {
          is: 'unknowable',
          why: 'It was asked for more than 29 days ago: Stripe doesn’t tell any more what it sent then.',
        }
      : { is: 'absent' }
  },
}
