import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { confirmSessionRow } from './store.ts'

interface SessionProof {
  readonly actor: Actor
  readonly staff: { readonly id: string; readonly name: string }
  readonly sessionId: string
  readonly requestId: string
  readonly method: 'password' | 'password-and-code' | 'oidc'
  /** When the person showed it, which a provider may have seen a little before us. */
  readonly confirmedAt: number
}

/** Notes that the person at a session has shown who they are. False if the session ended meanwhile or is another's. */
export const confirmSession = async (kernel: Kernel, tx: Transaction, proof: SessionProof): Promise<boolean> => {
  const { actor, staff, sessionId, requestId, method, confirmedAt } = proof
  const now = kernel.clock.now()
  if (!(await confirmSessionRow(tx, { id: sessionId, staffId: staff.id }, { now, confirmedAt }))) return false
  await recordAudit(tx, now, {
    actor,
    action: 'staff.confirmed',
    subject: { kind: 'staff', id: staff.id },
    requestId,
    details: { method, session: sessionId },
    personal: { subjectName: staff.name },
  })
  return true
}
