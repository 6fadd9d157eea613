import { GatewayError } from '../../../server/kernel/errors.ts'
import type { PaymentGateway } from '../../../server/ports/payment-gateway.ts'
import type { Chance } from '../chance.ts'
import type { Pulse } from './pulse.ts'

const UNANSWERED = 0.05
const READ_LATE = 0.15
const LISTED_LATE = 0.5

/**
 * Now and then Stripe doesn't answer, and an answer arrives steps after it was given, when it is no longer true; never once
 * the history is over.
 */
export const slowStripe = (gateway: PaymentGateway, chance: Chance, pulse: Pulse): PaymentGateway => {
  const mayFail = () => {
    if (!pulse.hasEnded() && chance.happens(UNANSWERED))
      throw new GatewayError('stripe', 'timed-out', { retryable: true })
  }
  const late = async <Answer>(answer: Promise<Answer>, often: number, beats: number): Promise<Answer> => {
    const given = await answer
    if (chance.happens(often)) await pulse.hold(chance.whole(Math.ceil(beats / 4), beats))
    return given
  }
  return {
    ...gateway,
    readForMirror: async (resource, id) => {
      mayFail()
      return late(gateway.readForMirror(resource, id), READ_LATE, 4)
    },
    listCustomerPlans: async (id) => {
      mayFail()
      return late(gateway.listCustomerPlans(id), READ_LATE, 4)
    },
    listRunningPlans: async (after) => {
      mayFail()
      return late(gateway.listRunningPlans(after), READ_LATE, 4)
    },
    listEvents: (wish) => late(gateway.listEvents(wish), READ_LATE, 3),
    listForMirror: (resource, cursor) => late(gateway.listForMirror(resource, cursor), LISTED_LATE, 9),
  }
}
