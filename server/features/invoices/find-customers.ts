import type { CustomerCandidate } from '@countersign/shared/features/invoice-work'
import type { Kernel } from '../../kernel/context.ts'
import { readQuote } from '../quotes/index.ts'
import { foldOrNull } from '../search/index.ts'
import { candidateWarnings, type FoundCustomer, rankCandidates } from './candidate-rules.ts'
import { findTeamHolders } from './find-team-holders.ts'
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

/** Who could be billed for the quote: by the team's id, by exactly its e-mail, by its name. */
export const findCustomers = async (
  kernel: Pick<Kernel, 'db' | 'stripe' | 'settings'>,
  id: string,
): Promise<{ candidates: CustomerCandidate[]; warnings: string[] }> => {
  const { row } = await readRow(kernel.db, id)
  const quote = await readQuote(kernel.db, row.quoteId)
  const [byTeam, byEmail, byName] = await Promise.all([
    quote.teamId === null ? [] : findTeamHolders(kernel, quote.teamId),
    kernel.stripe.findCustomersByEmail(quote.billingEmail),
    findNamesakes(kernel, quote.customerName),
  ])
  const { teamId, billingEmail: email, customerName: name, currency } = quote
  const wanted = { teamId, email, name, currency, teamKeys: kernel.settings.teamKeys }
  const candidates = rankCandidates([...byTeam, ...byEmail, ...byName], wanted)
  return { candidates, warnings: candidateWarnings(candidates, wanted) }
}
