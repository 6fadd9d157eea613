import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { ProvisionVerdict } from '../../ports/provisioner.ts'
import { recordAudit } from '../audit-log/index.ts'
import { noteInvitation } from './note-invitation.ts'
import type { HandedOver } from './note-wanted.ts'
import { recheckAt } from './retry-rules.ts'
import { findTenant, releaseTenant, type TenantRow, updateTenant } from './store.ts'
import { tellTenant } from './tell-tenant.ts'

type Applied = Extract<ProvisionVerdict, { verdict: 'applied' }>

/** The provisioner has said that the tenant is what was asked for. */
export const noteApplied = (
  kernel: Pick<Kernel, 'db' | 'clock' | 'keys'>,
  row: TenantRow,
  { order, hash, changesAt }: HandedOver,
  { ignored, invitationUrl: url }: Pick<Applied, 'ignored' | 'invitationUrl'>,
): Promise<'applied' | 'lost'> =>
  inTransaction(kernel.db, async (tx) => {
    const now = kernel.clock.now()
    const { state, reason: text, limits } = order
    const isOurs = await releaseTenant(tx, row, {
      problem: null,
      stuckAt: null,
      tries: 0,
      appliedState: state,
      appliedReason: text,
      appliedHash: hash,
      appliedAt: now,
      ignoredLimits: JSON.stringify(ignored),
      ...(limits === null ? {} : { appliedLimits: JSON.stringify(limits) }),
      nextAt: recheckAt(now, changesAt),
    })
    if (!isOurs) return 'lost'
    // Somebody asked meanwhile for it to be handed over once more.
    if ((await findTenant(tx, row.teamId))?.orderId !== order.orderId)
      await updateTenant(tx, row, { appliedHash: null })
    await tellTenant(tx, { teamId: row.teamId, at: now }, { kind: 'applied', state, text, limits })
    const { adminEmail: email } = order.profile
    if (url !== undefined) await noteInvitation(kernel, tx, { teamId: row.teamId, url, email, at: now })
    await recordAudit(tx, now, {
      actor: systemActor('tenants'),
      action: `tenant.${state}`,
      subject: { kind: 'tenant', id: row.teamId },
      reason: text,
      details: { limits, customer: order.customerStripeId, paidBy: order.paidBy, ignored },
    })
    return 'applied'
  })
