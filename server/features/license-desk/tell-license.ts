import type { Actor } from '../../kernel/actor.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { insertEvent } from '../licenses/index.ts'
import type { LicenseRow } from './store.ts'

export interface Telling {
  readonly actor: Actor
  readonly requestId: string | null
  readonly at: number
}

export interface Told {
  readonly kind: string
  /** For people. */
  readonly text: string
  readonly reason?: string | null
  readonly instanceId?: string | null
  readonly details?: Readonly<Record<string, unknown>>
}

/** Into the license's own history and into the log, in the transaction of what happened. */
export const tellLicense = async (
  tx: Transaction,
  license: Pick<LicenseRow, 'id' | 'teamId' | 'customerStripeId' | 'product'>,
  { actor, requestId, at }: Telling,
  { kind, text, reason = null, instanceId = null, details = {} }: Told,
): Promise<void> => {
  await insertEvent(tx, { licenseId: license.id, kind, text, instanceId, byName: actor.name, reason, at })
  await recordAudit(tx, at, {
    actor,
    requestId,
    action: `license.${kind}`,
    subject: { kind: 'license', id: license.id },
    reason,
    details: {
      team: license.teamId,
      customer: license.customerStripeId,
      product: license.product,
      ...(instanceId === null ? {} : { instance: instanceId }),
      ...details,
    },
  })
}
