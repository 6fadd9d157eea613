import type { Kernel } from '../../kernel/context.ts'
import { findTeamCustomers } from '../teams/index.ts'
import { type FoundCustomer, teamIdsIn } from './candidate-rules.ts'
import { carriesTeam } from './carries-team.ts'
import { listInvoicedCustomers } from './store.ts'

/** Of ids that the mirror or an earlier proof leads to, those that carry the team's id now, themselves or on a subscription. */
const readHolder = async (
  kernel: Pick<Kernel, 'stripe' | 'settings'>,
  customerStripeId: string,
  teamId: string,
): Promise<FoundCustomer[]> => {
  const customer = await kernel.stripe.readCandidate(customerStripeId)
  if (!customer) return []
  if (teamIdsIn(customer.metadata, kernel.settings.teamKeys).includes(teamId)) return [customer]
  const isSubscribed = await carriesTeam(kernel, customer, teamId)
  return isSubscribed ? [{ ...customer, isSubscribed }] : []
}

/** Stripe's search lags, the mirror may be old: what either knows is looked at, and whom our own invoices went to. */
export const findTeamHolders = async (
  kernel: Pick<Kernel, 'db' | 'stripe' | 'settings'>,
  teamId: string,
): Promise<FoundCustomer[]> => {
  const { stripe, settings } = kernel
  const [known, invoiced] = await Promise.all([
    findTeamCustomers(kernel, teamId),
    listInvoicedCustomers(kernel.db, teamId),
  ])
  const ids = new Set([...known.map(({ customerStripeId }) => customerStripeId), ...invoiced])
  const [held, searched] = await Promise.all([
    Promise.all([...ids].map((id) => readHolder(kernel, id, teamId))),
    Promise.all(settings.teamKeys.map((key) => stripe.searchCustomersByMetadata(key, teamId))),
  ])
  return [...held.flat(), ...searched.flat()]
}
