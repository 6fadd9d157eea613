import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { queueMail } from '../mail/index.ts'
import { invitationKey, invitationMail } from './invitation-rules.ts'
import { countInvitationSend, findInvitation, makeTenantDue } from './store.ts'
import { tellTenant } from './tell-tenant.ts'

export interface SendAgain {
  readonly actor: Actor
  readonly requestId: string | null
  readonly teamId: string
  readonly reason: string
}

/** Mails the newest invitation once more, to the same address. Refuses with TENANT_NOT_INVITED where none came. */
export const sendInvitationAgain = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId, teamId, reason }: SendAgain,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const at = clock.now()
    // Holds its row, so that no one else tells meanwhile.
    await makeTenantDue(tx, teamId, at)
    const row = await findInvitation(tx, teamId)
    if (!row) throw new AppError('TENANT_NOT_INVITED')
    const send = await countInvitationSend(tx, row)
    const key = invitationKey({ teamId, number: row.number, send })
    await queueMail(tx, at, { key, to: { name: '', address: row.email }, ...invitationMail(teamId) })
    await tellTenant(
      tx,
      { teamId, at },
      { kind: 'invited', text: `The first administrator is invited by mail again: ${reason}` },
    )
    await recordAudit(tx, at, {
      actor,
      action: 'tenant.invited-again',
      subject: { kind: 'tenant', id: teamId },
      reason,
      requestId,
      personal: { sentTo: row.email },
    })
  })
