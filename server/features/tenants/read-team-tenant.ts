import type { TeamTenant } from '@countersign/shared/features/tenants'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { describeTenant } from './describe-tenant.ts'
import { findInvitation, findTenant } from './store.ts'

/** The tenant of one team, for its page. */
export const readTeamTenant = async (
  { db, settings: { tenants } }: Pick<Kernel, 'db' | 'settings'>,
  teamId: string,
): Promise<TeamTenant> => {
  const row = tenants && (await findTenant(db, teamId))
  if (!tenants || !row) return null
  const invitation = await findInvitation(db, teamId)
  return {
    tenant: describeTenant(row),
    invitation: invitation
      ? { email: invitation.email, receivedAt: toIso(invitation.receivedAt), sends: invitation.sends }
      : null,
    // Its tenant admin keys open tenants only; inviting takes a user's key of that tenant.
    canInvite: tenants.provisioner === 'http-callback',
  }
}
