import { systemActor } from '../../kernel/actor.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { markSuspected } from './store.ts'

export interface CloneEvidence {
  /** `token`: two nonces from one place of the chain; `epochs`: three activations within a day. */
  readonly kind: 'token' | 'epochs'
  readonly before: { readonly address: string; readonly version: string }
  readonly now: { readonly address: string; readonly version: string }
}

/** Two copies of one installation seem to run. Recorded once, until support has looked. */
export const noteClone = async (
  tx: Transaction,
  { id, licenseId }: { id: string; licenseId: string },
  { at, evidence }: { at: number; evidence: CloneEvidence },
): Promise<void> => {
  if (!(await markSuspected(tx, id, { at, evidence: JSON.stringify(evidence) }))) return
  const { kind, before, now } = evidence
  await recordAudit(tx, at, {
    actor: systemActor('licenses'),
    action: 'instance.clone-suspected',
    subject: { kind: 'instance', id },
    details: { licenseId, kind, versions: [before.version, now.version] },
    personal: { before: before.address, now: now.address },
  })
}
