import type { Kernel } from '../../kernel/context.ts'
import type { GatewayCandidate } from '../../ports/payment-gateway.ts'
import { teamIdsIn } from './candidate-rules.ts'

/** Whether the customer carries the team's id, live: in its own metadata, or in that of a live subscription. */
export const carriesTeam = async (
  { stripe, settings }: Pick<Kernel, 'stripe' | 'settings'>,
  { customerStripeId, metadata }: GatewayCandidate,
  teamId: string,
): Promise<boolean> => {
  if (teamIdsIn(metadata, settings.teamKeys).includes(teamId)) return true
  const held = await stripe.listSubscriptionHolders(customerStripeId)
  return held.some((one) => !one.isEnded && settings.teamKeys.some((key) => one.metadata[key] === teamId))
}
