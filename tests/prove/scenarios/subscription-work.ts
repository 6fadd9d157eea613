import {
  cancelSubscription,
  changeSubscription,
  pauseSubscription,
  resumeSubscription,
} from '../../../server/features/subscriptions/index.ts'
import type { Scenario } from '../scenario.ts'
import { aSubscriber, entriesOf, provenTeam } from '../teams.ts'

const wholeSecond = (at: number): string => new Date(Math.floor(at / 1000) * 1000).toISOString()

export const subscriptionChange: Scenario = {
  kind: 'subscription.change',
  action: changeSubscription,
  prepare: async (world, chance) => {
    const team = await aSubscriber(world, 3000)
    const { id: subscription } = team.subscription
    const quantity = chance.whole(2, 9)
    return {
      subject: provenTeam(world, team),
      customer: team.customer,
      payload: {
        subscriptionStripeId: subscription,
        items: [{ kind: 'update', itemStripeId: team.item, priceStripeId: null, quantity }],
        proration: 'always_invoice',
        prorationAt: wholeSecond(world.clock.now()),
      },
      tally: async () => {
        // A change that was done twice would be billed twice.
        const { data } = await world.stripe.invoices.list({ subscription, limit: 100 })
        return { change: data.filter((invoice) => invoice.billing_reason === 'subscription_update').length }
      },
    }
  },
}

export const subscriptionPause: Scenario = {
  kind: 'subscription.pause',
  action: pauseSubscription,
  prepare: async (world) => {
    const team = await aSubscriber(world, 3000)
    const { id } = team.subscription
    return {
      subject: provenTeam(world, team),
      customer: team.customer,
      payload: { subscriptionStripeId: id, behavior: 'void', resumesAt: null },
      tally: async () => ({ pause: (await world.stripe.subscriptions.retrieve(id)).pause_collection ? 1 : 0 }),
    }
  },
}

export const subscriptionResume: Scenario = {
  kind: 'subscription.resume',
  action: resumeSubscription,
  prepare: async (world) => {
    const team = await aSubscriber(world, 3000)
    const { id } = team.subscription
    await world.stripe.subscriptions.update(id, { pause_collection: { behavior: 'void' } })
    return {
      subject: provenTeam(world, team),
      customer: team.customer,
      payload: { subscriptionStripeId: id, from: 'pause' },
      tally: async () => ({ resume: (await world.stripe.subscriptions.retrieve(id)).pause_collection ? 0 : 1 }),
    }
  },
}

export const subscriptionCancel: Scenario = {
  kind: 'subscription.cancel',
  action: cancelSubscription,
  prepare: async (world, chance) => {
    const team = await aSubscriber(world, 3000)
    const { id } = team.subscription
    // Unused time counts once some of it is used; a subscription of this second has all of it.
    return {
      subject: provenTeam(world, team),
      customer: team.customer,
      payload: chance.happens(0.7)
        ? { subscriptionStripeId: id, when: 'now', isCredited: chance.happens(0.8) }
        : { subscriptionStripeId: id, when: 'period-end' },
      tally: async (requestId) => {
        const {
          status,
          cancel_at_period_end: isAhead,
          cancel_at: cancelAt,
        } = await world.stripe.subscriptions.retrieve(id)
        return {
          end: status === 'canceled' || isAhead || cancelAt !== null ? 1 : 0,
          credit: await entriesOf(world, team.customer, requestId, 'credit'),
        }
      },
    }
  },
}
