import { HOUR_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { readPolicy, type Subject } from '../approvals/index.ts'
import { checkCaseOpen } from '../cases/index.ts'
import { listVerifications } from '../teams/index.ts'

const RECENT = 20

/**
 * A team that Stripe was asked about for this ticket, and doesn't know: the newest verdict on it, no older than a proof may
 * be. Refuses with TEAM_NOT_UNKNOWN, and CASE_CLOSED.
 */
export const proveUnknown = async (
  kernel: Kernel,
  { ticket, teamId }: { readonly ticket: string; readonly teamId: string },
): Promise<Subject> => {
  await checkCaseOpen(kernel.db, ticket)
  const lines = await listVerifications(kernel, { teamId }, RECENT)
  const liveMs = (await readPolicy(kernel)).policy.verificationHours * HOUR_MS
  const newest = lines.find(({ strength }) => strength !== 'unverified')
  const isFresh = newest && Date.parse(newest.at) + liveMs > kernel.clock.now()
  if (!isFresh || newest.strength !== 'unknown' || newest.ticket !== ticket) throw new AppError('TEAM_NOT_UNKNOWN')
  return {
    key: `team:${teamId}`,
    teamId,
    customerStripeId: null,
    name: null,
    ticket,
    verificationId: newest.id,
  }
}
