import { DEFAULT_POLICY } from '@countersign/shared/features/policy'
import { changePolicy } from '../../../server/features/approvals/index.ts'
import type { Scenario } from '../scenario.ts'

/** Nothing of it is sent: a plan without steps has to come to an end too, and its row stands once. */
export const policyChange: Scenario = {
  kind: 'policy.change',
  action: changePolicy,
  prepare: async (world, chance) => ({
    subject: () =>
      Promise.resolve({
        key: 'companion:policy',
        teamId: null,
        customerStripeId: null,
        name: 'Policy',
        ticket: null,
        verificationId: null,
      }),
    customer: null,
    payload: { document: { ...DEFAULT_POLICY, requestHours: chance.whole(24, 71) } },
    tally: async (requestId) => {
      const [{ db }] = world.kernels()
      const rows = await db.selectFrom('policyVersion').select('version').where('requestId', '=', requestId).execute()
      return { policy: rows.length }
    },
  }),
}
