import type { Confirmation } from '@countersign/shared/features/staff'
import { toIso } from '@countersign/shared/times'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { readTotp } from './read-totp.ts'
import { confirmedUntil, isConfirmationFresh } from './session-rules.ts'
import { findLocalAccount, listStaffIdsWithIdentity } from './store.ts'
import { secondFactorFor } from './totp-rules.ts'

/** Until when the person's last confirmation counts (null: it doesn't), and by which ways they can give another. */
export const readConfirmation = async (kernel: Kernel, actor: StaffActor): Promise<Confirmation> => {
  const account = await findLocalAccount(kernel.db, actor.email)
  const identities = await listStaffIdsWithIdentity(kernel.db)
  const { confirmedAt } = actor
  const isFresh = isConfirmationFresh(confirmedAt, kernel.clock.now())
  const needed = secondFactorFor(readTotp(kernel.keys, account?.totpSecret ?? null), kernel.settings.isEmbedded)
  return {
    confirmedUntil: confirmedAt !== null && isFresh ? toIso(confirmedUntil(confirmedAt)) : null,
    ways: [...(account ? (['password'] as const) : []), ...(identities.has(actor.id) ? (['oidc'] as const) : [])],
    needsCode: account !== undefined && needed !== 'not-needed',
  }
}
