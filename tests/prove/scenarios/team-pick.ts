import { pickTeam, verifyTicket } from '../../../server/features/cases/index.ts'
import { planPick } from '../../../server/features/cases/plan-pick.ts'
import type { Scenario } from '../scenario.ts'

let twins = 0

/** Nothing of it is sent; the pick stands once as a verification of ours. */
export const teamPick: Scenario = {
  kind: 'team.pick',
  action: pickTeam,
  prepare: async (world) => {
    twins += 1
    const teamId = `twin-${twins}`
    const [kernel] = world.kernels()
    await world.stripe.customers.create({ name: 'Minato Instruments K.K.', metadata: { team: teamId } })
    const { id } = await world.stripe.customers.create({ name: 'Minato B.V.', metadata: { team: teamId } })
    const claim = { teamId, ticket: `#${teamId}`, text: '', requesterEmail: '', stripeId: '' }
    const verdict = await verifyTicket(kernel, { actor: world.requester, requestId: 'req_prove' }, claim)
    const payload = { verificationId: verdict.id, customerStripeId: id }
    return {
      subject: (any) => planPick(any, payload),
      customer: null,
      payload,
      tally: async (requestId) => {
        const rows = await world.kernels()[0].db.selectFrom('verification').select('shown').execute()
        const isOf = ({ shown }: { shown: string }) =>
          (JSON.parse(shown) as { pick?: { requestId: string } | null }).pick?.requestId === requestId
        return { pick: rows.filter(isOf).length }
      },
    }
  },
}
