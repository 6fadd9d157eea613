import type { TeamCustomer } from '@countersign/shared/features/teams'
import type { Kernel } from '../../kernel/context.ts'
import { findMirrorCandidates, listVerificationsOf } from './store.ts'

/**
 * The customers that a team id leads to: of the newest verification, of the mirror, else of Stripe's own search (a mirror
 * that was never filled must not hide a team).
 */
export const findTeamCustomers = async (
  { db, stripe, settings }: Pick<Kernel, 'db' | 'stripe' | 'settings'>,
  teamId: string,
): Promise<TeamCustomer[]> => {
  const [proofs, mirrored] = await Promise.all([
    listVerificationsOf(db, { teamId }, 5),
    findMirrorCandidates(db, teamId),
  ])
  const proven = proofs.find((row) => row.strength === 'proven')?.customerStripeId
  const known = [...new Set([...(proven ? [proven] : []), ...mirrored])]
  if (known.length > 0) return known.map((customerStripeId) => ({ customerStripeId }))
  const found = await Promise.all(settings.teamKeys.map((key) => stripe.searchCustomersByMetadata(key, teamId)))
  const held = await Promise.all(settings.teamKeys.map((key) => stripe.searchSubscriptionsByMetadata(key, teamId)))
  const ids = [...found.flat(), ...held.flat()].map((row) => row.customerStripeId).filter((id) => id !== null)
  return [...new Set(ids)].map((customerStripeId) => ({ customerStripeId }))
}
