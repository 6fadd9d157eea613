import { z } from 'zod'
import { buildLookUps, buildPlan, defineAction } from '../../../server/features/approvals/index.ts'
import { requestMetadata } from '../../../server/ports/request-metadata.ts'
import type { Scenario } from '../scenario.ts'
import { aTeam, entriesOf, provenTeam } from '../teams.ts'

const STEP = 'mail'

/** Stands for what leaves no trace that the companion could find, like a mail: a credit that it can't look up. */
const unprovable = defineAction({
  // A kind of the policy's that nothing is built for; no other plan goes by its name here.
  kind: 'license.grant',
  payload: z.strictObject({ customer: z.string() }),
  facts: z.strictObject({}),
  readFacts: () => Promise.resolve({}),
  binding: () => ({}),
  measure: () => ({ given: null, flags: [] }),
  card: () => ({ title: 'Something unprovable', lines: [], history: [], warnings: [], customerReceives: null }),
  steps: [
    {
      name: STEP,
      movesMoney: true,
      perform: async ({ kernel, input: { requestId, payload } }, key) => {
        const mark = { request: requestId, step: STEP, ticket: null, team: null, reason: null }
        const amount = { amount: -100, currency: 'usd' }
        const entry = {
          customerStripeId: payload.customer,
          amount,
          description: 'Sent',
          metadata: requestMetadata(mark),
        }
        return { made: (await kernel.stripe.createBalanceCredit(entry, key)).stripeId }
      },
      find: () => Promise.resolve({ is: 'unknowable', why: 'Nothing at Stripe tells.' }),
    },
  ],
})

export const UNPROVABLE_PLANS = [buildPlan(unprovable), ...buildLookUps(unprovable)]

export const unprovableScenario: Scenario = {
  kind: 'license.grant',
  action: unprovable,
  prepare: async (world, chance) => {
    const team = await aTeam(world, chance)
    const { customer } = team
    return {
      subject: provenTeam(world, team),
      customer,
      payload: { customer },
      tally: async (id) => ({ [STEP]: await entriesOf(world, customer, id, STEP) }),
    }
  },
}
