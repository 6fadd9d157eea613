import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { GatewayCandidate } from '../../ports/payment-gateway.ts'
import { isOtherTeams, teamIdsIn } from './candidate-rules.ts'

/**
 * A customer that may be billed for this quote, live. Refuses CUSTOMER_GONE, CUSTOMER_OF_OTHER_TEAM and CURRENCY_DIFFERS:
 * Stripe would take an invoice in another currency, and leave the customer's credit out of it.
 */
export const checkCustomer = async (
  { stripe, settings }: Pick<Kernel, 'stripe' | 'settings'>,
  customerStripeId: string,
  { teamId, currency }: { readonly teamId: string | null; readonly currency: string },
): Promise<GatewayCandidate> => {
  const customer = await stripe.readCandidate(customerStripeId)
  if (!customer) throw new AppError('CUSTOMER_GONE', { data: { customer: customerStripeId } })
  if (isOtherTeams(teamIdsIn(customer.metadata, settings.teamKeys), teamId))
    throw new AppError('CUSTOMER_OF_OTHER_TEAM', { data: { customer: customerStripeId } })
  if (customer.currency !== null && customer.currency !== currency)
    throw new AppError('CURRENCY_DIFFERS', { data: { currency: customer.currency } })
  return customer
}
