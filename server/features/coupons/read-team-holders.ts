import type { Kernel } from '../../kernel/context.ts'

/** The customers at Stripe that carry this team's id, on themselves or on a subscription. By search, which may lag. */
export const readTeamHolders = async (
  { stripe, settings }: Pick<Kernel, 'stripe' | 'settings'>,
  teamId: string,
): Promise<string[]> => {
  const found = await Promise.all(
    settings.teamKeys.map(async (key) => {
      const [customers, subscriptions] = await Promise.all([
        stripe.searchCustomersByMetadata(key, teamId),
        stripe.searchSubscriptionsByMetadata(key, teamId),
      ])
      return [
        ...customers.filter(({ metadata }) => metadata[key] === teamId).map(({ customerStripeId }) => customerStripeId),
        ...subscriptions
          .filter(({ metadata }) => metadata[key] === teamId)
          .flatMap(({ customerStripeId }) => (customerStripeId === null ? [] : [customerStripeId])),
      ]
    }),
  )
  return [...new Set(found.flat())]
}
