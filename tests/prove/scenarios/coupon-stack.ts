import type { NewAmount } from '@countersign/shared/features/stack-requests'
import { answerStack } from '../../../server/features/coupons/answer-stack.ts'
import { stackCoupons } from '../../../server/features/coupons/index.ts'
import type { Chance } from '../chance.ts'
import type { Scenario, Tally } from '../scenario.ts'
import { aSubscriber, couponOf, entriesOf, provenTeam, type Subscribed } from '../teams.ts'
import type { World } from '../world.ts'

/** With a coupon on it of which two invoices are left, and perhaps a code of that coupon still about. */
const aDiscounted = async (world: World, chance: Chance) => {
  const { stripe } = world
  const old = await stripe.coupons.create({
    name: 'Outage',
    amount_off: 3000,
    currency: 'usd',
    duration: 'repeating',
    duration_in_months: 3,
  })
  const team = await aSubscriber(world, 9900, { discounts: [{ coupon: old.id }] })
  if (!chance.happens(0.5)) return { team, code: null }
  const promotion = { type: 'coupon' as const, coupon: old.id }
  const { id } = await stripe.promotionCodes.create({ promotion, customer: team.customer, max_redemptions: 1 })
  return { team, code: id }
}

/** What the calculator plans, everything accepted as it is shown. */
const planOf = async (world: World, team: Subscribed, amount: number) => {
  const [kernel] = world.kernels()
  const newAmount: NewAmount = { kind: 'amount', amount: { amount, currency: 'usd' } }
  const question = {
    subscriptionStripeId: team.subscription.id,
    newAmount,
    reasonId: 'prepaid-deal',
    purpose: '',
    acceptsConversion: false,
  }
  const subject = await provenTeam(world, team)(kernel)
  const { answer } = (await answerStack(kernel, { subject, payload: question })).view
  if (answer.verdict !== 'planned') throw new Error(`the stack can’t be planned: ${JSON.stringify(answer)}`)
  const { plan } = answer
  return { ...question, invoices: plan.invoices, accepted: plan.toAccept.map(({ words }) => words) }
}

const tallyStack = async (world: World, { customer }: Subscribed, code: string | null, id: string): Promise<Tally> => {
  const coupon = (await world.stripe.coupons.list({ limit: 100 })).data.find((one) => one.id === `cs-${id}`)
  const retired = code === null ? null : await world.stripe.promotionCodes.retrieve(code)
  return {
    ...(retired ? { codes: retired.active ? 0 : 1 } : {}),
    coupon: await couponOf(world, id),
    replace: coupon?.times_redeemed ?? 0,
    rest: await entriesOf(world, customer, id, 'rest'),
  }
}

export const couponStack: Scenario = {
  kind: 'coupon.stack',
  action: stackCoupons,
  prepare: async (world, chance) => {
    const { team, code } = await aDiscounted(world, chance)
    return {
      subject: provenTeam(world, team),
      customer: team.customer,
      // An odd sum leaves a rest that becomes a credit.
      payload: await planOf(world, team, chance.pick([10_001, 10_000, 4000, 15_003])),
      tally: (id) => tallyStack(world, team, code, id),
    }
  },
}
