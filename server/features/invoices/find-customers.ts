import type { CustomerCandidate } from '@countersign/shared/features/invoice-work'
import type { Kernel } from '../../kernel/context.ts'
import { readQuote } from '../quotes/index.ts'
import { foldOrNull } from '../search/index.ts'
import { findTeamCustomers } from '../teams/index.ts'
import { candidateWarnings, type FoundCustomer, rankCandidates, teamIdsIn } from './candidate-rules.ts'
import { readRow } from './read-row.ts'
import { listCustomersNamed } from './store.ts'

/** More of one name than anybody would read through. */
const MOST_NAMESAKES = 10

/** Names are found in the mirror, since Stripe doesn't look for them exactly; each is then read live. */
const findNamesakes = async ({ db, stripe }: Pick<Kernel, 'db' | 'stripe'>, name: string): Promise<FoundCustomer[]> => {
  const fold = foldOrNull(name)
  const rows = fold === null ? [] : await listCustomersNamed(db, fold, MOST_NAMESAKES)
  const live = await Promise.all(rows.map(({ stripeId }) => stripe.readCandidate(stripeId)))
  return live.filter((one) => one !== null)
}

/** Of ids that the mirror or an earlier proof leads to, those that carry the team's id now, themselves or on a subscription. */
const readHolder = async (
  { stripe, settings }: Pick<Kernel, 'stripe' | 'settings'>,
  customerStripeId: string,
  teamId: string,
): Promise<FoundCustomer[]> => {
  const customer = await stripe.readCandidate(customerStripeId)
  if (!customer) return []
  if (teamIdsIn(customer.metadata, settings.teamKeys).includes(teamId)) return [customer]
  const held = await stripe.listSubscriptionHolders(customerStripeId)
  const isSubscribed = held.some((one) => !one.isEnded && settings.teamKeys.some((key) => one.metadata[key] === teamId))
  return isSubscribed ? [{ ...customer, isSubscribed }] : []
}

/** Stripe's search lags, the mirror may be old: what either knows is looked at. */
const findByTeam = async (
  kernel: Pick<Kernel, 'db' | 'stripe' | 'settings'>,
  teamId: string | null,
): Promise<FoundCustomer[]> => {
  if (teamId === null) return []
  const { stripe, settings } = kernel
  const known = await findTeamCustomers(kernel, teamId)
  const [held, searched] = await Promise.all([
    Promise.all(known.map(({ customerStripeId }) => readHolder(kernel, customerStripeId, teamId))),
    Promise.all(settings.teamKeys.map((key) => stripe.searchCustomersByMetadata(key, teamId))),
  ])
  return [...held.flat(), ...searched.flat()]
}

/** Who could be billed for the quote: by the team's id, by exactly its e-mail, by its name. */
export const findCustomers = async (
  kernel: Pick<Kernel, 'db' | 'stripe' | 'settings'>,
  id: string,
): Promise<{ candidates: CustomerCandidate[]; warnings: string[] }> => {
  const { row } = await readRow(kernel.db, id)
  const quote = await readQuote(kernel.db, row.quoteId)
  const [byTeam, byEmail, byName] = await Promise.all([
    findByTeam(kernel, quote.teamId),
    kernel.stripe.findCustomersByEmail(quote.billingEmail),
    findNamesakes(kernel, quote.customerName),
  ])
  const { teamId, billingEmail: email, customerName: name, currency } = quote
  const wanted = { teamId, email, name, currency, teamKeys: kernel.settings.teamKeys }
  const candidates = rankCandidates([...byTeam, ...byEmail, ...byName], wanted)
  return { candidates, warnings: candidateWarnings(candidates, wanted) }
}
