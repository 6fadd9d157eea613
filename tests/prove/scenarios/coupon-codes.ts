import type { Kernel } from '../../../server/kernel/context.ts'
import { verifyTicket } from '../../../server/features/cases/index.ts'
import { giveCode, proveUnknown, shareCode } from '../../../server/features/coupons/index.ts'
import type { Chance } from '../chance.ts'
import type { Scenario, Tally } from '../scenario.ts'
import { aTeam, codesOf, couponOf, provenTeam, sellPlan } from '../teams.ts'
import type { World } from '../world.ts'

const worthOf = async (world: World, chance: Chance) => ({
  // Some of them within the band that needs no approver.
  priceStripeId: (await sellPlan(world, chance.whole(500, 9000))).price,
  quantity: 1,
  share: { kind: 'months', months: chance.whole(1, 3) },
  reasonId: 'outage',
})

const tallyIn =
  (world: World) =>
  async (id: string): Promise<Tally> => ({
    coupon: await couponOf(world, id),
    code: (await codesOf(world, id)).length,
  })

export const couponCode: Scenario = {
  kind: 'coupon.code',
  action: giveCode,
  prepare: async (world, chance) => {
    const team = await aTeam(world, chance)
    return {
      subject: provenTeam(world, team),
      customer: team.customer,
      payload: { ...(await worthOf(world, chance)), validDays: 30 },
      tally: tallyIn(world),
    }
  },
}

let strangers = 0

const provenUnknown = (world: World, teamId: string) => async (kernel: Kernel) => {
  const ticket = `#${teamId}`
  const claim = { teamId, ticket, text: '', requesterEmail: '', stripeId: '' }
  const verdict = await verifyTicket(kernel, { actor: world.requester, requestId: 'req_prove' }, claim)
  if (verdict.strength !== 'unknown') throw new Error(`not proven: ${verdict.reason}`)
  return proveUnknown(kernel, { teamId, ticket })
}

export const couponShared: Scenario = {
  kind: 'coupon.shared-code',
  action: shareCode,
  prepare: async (world, chance) => {
    strangers += 1
    return {
      subject: provenUnknown(world, `stranger-${strangers}`),
      customer: null,
      payload: await worthOf(world, chance),
      tally: tallyIn(world),
    }
  },
}
