import type { Kernel } from '../../kernel/context.ts'
import type { GatewayCandidate, PaymentGateway } from '../../ports/payment-gateway.ts'
import type { Claim, CustomerFacts } from './evidence-rules.ts'
import { findMirrorCandidates } from './store.ts'
import type { GatheredFacts } from './verification-rules.ts'

/** More customers than this with one id or e-mail is a sign of a shared placeholder; the first ones tell enough. */
const MAX_CUSTOMERS = 10

const searchClaim = async (stripe: PaymentGateway, claim: Claim): Promise<string[]> => {
  const found = await Promise.all(
    claim.teamKeys.flatMap((key) => [
      stripe.searchCustomersByMetadata(key, claim.teamId).then((rows) => rows.map((row) => row.customerStripeId)),
      stripe.searchSubscriptionsByMetadata(key, claim.teamId).then((rows) => rows.map((row) => row.customerStripeId)),
    ]),
  )
  return found.flat().filter((id) => id !== null)
}

const searchEmail = async (stripe: PaymentGateway, email: string | null): Promise<string[]> => {
  if (!email) return []
  const rows: GatewayCandidate[] = await stripe.findCustomersByEmail(email)
  return rows.map((row) => row.customerStripeId)
}

const readCustomerFacts = async (stripe: PaymentGateway, id: string): Promise<CustomerFacts | null> => {
  const [customer, subscriptions, checkouts] = await Promise.all([
    stripe.readCandidate(id),
    stripe.listSubscriptionHolders(id),
    stripe.listCheckoutHolders(id),
  ])
  return customer && { ...customer, subscriptions, checkouts }
}

/**
 * Asks Stripe, live, for everything that may carry the claimed id. The mirror only adds candidates that Stripe's search
 * may not know yet; what they carry is read from Stripe like the rest.
 */
export const gatherFacts = async (
  { db, stripe }: Pick<Kernel, 'db' | 'stripe'>,
  claim: Claim,
  namedStripeId: string | null,
): Promise<GatheredFacts & { objects: number }> => {
  const [byClaim, byEmail, named, byMirror] = await Promise.all([
    searchClaim(stripe, claim),
    searchEmail(stripe, claim.requesterEmail),
    namedStripeId ? stripe.readHolder(namedStripeId) : null,
    findMirrorCandidates(db, claim.teamId),
  ])
  const ids = [...byClaim, ...byMirror, ...(named?.customerStripeId ? [named.customerStripeId] : []), ...byEmail]
  const read = await Promise.all([...new Set(ids)].slice(0, MAX_CUSTOMERS).map((id) => readCustomerFacts(stripe, id)))
  const customers = read.filter((facts) => facts !== null)
  const held = customers.reduce((sum, row) => sum + 1 + row.subscriptions.length + row.checkouts.length, 0)
  return {
    claim,
    customers,
    named,
    isNamedMissing: namedStripeId !== null && named === null,
    objects: held + (named ? 1 : 0),
  }
}
