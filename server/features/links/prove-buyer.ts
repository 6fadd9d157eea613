import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { proveSubject, readSubjectFacts } from '../cases/index.ts'
import { checkStillUnknown, proveUnknown } from '../coupons/index.ts'

export type ClaimedBuyer =
  | { readonly kind: 'proven'; readonly customerStripeId: string }
  | { readonly kind: 'unknown'; readonly teamId: string }

export interface ProvenBuyer {
  readonly teamId: string
  readonly customerStripeId: string | null
  readonly name: string | null
  /** null: Stripe has none for it yet, so any will do. */
  readonly currency: string | null
}

/**
 * Who may be given a link: a customer with a live proof for this ticket, whose metadata still carries the team, or a team
 * that Stripe surely doesn't know. Refuses with TEAM_NOT_PROVEN, TEAM_NOT_UNKNOWN and CASE_CLOSED.
 */
export const proveBuyer = async (
  kernel: Kernel,
  { ticket, buyer }: { readonly ticket: string; readonly buyer: ClaimedBuyer },
): Promise<ProvenBuyer> => {
  if (buyer.kind === 'unknown') {
    await proveUnknown(kernel, { ticket, teamId: buyer.teamId })
    await checkStillUnknown(kernel, buyer.teamId)
    return { teamId: buyer.teamId, customerStripeId: null, name: null, currency: null }
  }
  const subject = await proveSubject(kernel, { ticket, customerStripeId: buyer.customerStripeId })
  const { teamId, customerStripeId, name } = subject
  if (teamId === null) throw new AppError('TEAM_NOT_PROVEN')
  const { currency } = await readSubjectFacts(kernel, subject)
  return { teamId, customerStripeId, name, currency }
}
