import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { assert, GatewayError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { summarySpan } from './period-rules.ts'
import { endEvent, type EventRow, type ItemRow, type PeriodRow, updatePeriod } from './store.ts'

type SendKernel = Pick<Kernel, 'db' | 'stripe' | 'clock'>

export interface Sending {
  readonly row: PeriodRow
  readonly item: ItemRow
  readonly event: EventRow
}

const end = (kernel: SendKernel, { row, event }: Sending, outcome: 'sent' | 'found' | 'given-up') =>
  inTransaction(kernel.db, async (tx) => {
    const endedAt = kernel.clock.now()
    const told = {
      sentValue: event.value,
      sentAt: endedAt,
      sentStamp: event.stampAt,
      problem: null,
      stuckAt: null,
      tries: 0,
    }
    // One that is given up may have come all the same: the next has to bear a later time.
    const taken = await updatePeriod(tx, row, outcome === 'given-up' ? { sentStamp: event.stampAt } : told)
    if (taken) await endEvent(tx, event.identifier, { endedAt, outcome })
    return taken
  })

const lookUp = async ({ stripe }: SendKernel, { row, item, event }: Sending): Promise<'found' | 'given-up'> => {
  assert(item.meterStripeId !== null, 'an event without a meter')
  const { from, to } = summarySpan(row.startsAt, row.endsAt)
  const { meterStripeId, customerStripeId } = item
  const sum = await stripe.readMeterSummary({ meterStripeId, customerStripeId, from: toIso(from), to: toIso(to) })
  return sum === event.value ? 'found' : 'given-up'
}

const send = async (kernel: SendKernel, sending: Sending): Promise<'sent' | 'found' | 'given-up'> => {
  const { item, event } = sending
  const { eventName, customerKey, valueKey, customerStripeId } = item
  assert(eventName !== null && customerKey !== null && valueKey !== null, 'an event without a meter')
  const payload = { [customerKey]: customerStripeId, [valueKey]: String(event.value) }
  const { identifier, stampAt } = event
  const made = await kernel.stripe.createMeterEvent({ eventName, payload, identifier, at: toIso(stampAt) })
  // Before a restore from a backup its name may have stood for another count.
  return made === 'made' ? 'sent' : lookUp(kernel, sending)
}

/**
 * Sends what was written down; or, when Stripe may have forgotten its identifier, sees in its sum whether it came. What Stripe
 * refuses is given up, and thrown on. undefined: somebody else has taken over.
 */
export const sendEvent = async (
  kernel: SendKernel,
  sending: Sending,
  how: 'send' | 'look-up',
): Promise<PeriodRow | undefined> => {
  if (how === 'look-up') return end(kernel, sending, await lookUp(kernel, sending))
  try {
    return await end(kernel, sending, await send(kernel, sending))
  } catch (error) {
    if (error instanceof GatewayError && error.gateway === 'stripe' && error.failure === 'refused')
      await end(kernel, sending, 'given-up')
    throw error
  }
}
