import { randomBytes } from 'node:crypto'
import type { MeterCredentialWish } from '@countersign/shared/features/metering'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { allowAddress } from './allow-address.ts'
import { insertCredential } from './store.ts'

export interface AddCredential extends MeterCredentialWish {
  readonly actor: StaffActor
  readonly requestId: string | null
}

const KEY_BYTES = 32
const SHOWN = 4

/** Makes a key with which counts may be reported from these addresses. It is told this once; only its mark is kept. */
export const addCredential = async (
  { db, clock, keys }: Pick<Kernel, 'db' | 'clock' | 'keys'>,
  { actor, requestId, name, addresses }: AddCredential,
): Promise<{ id: string; key: string }> => {
  const unread = addresses.find((entry) => !allowAddress.isEntry(entry))
  if (unread !== undefined) throw new AppError('METER_ADDRESS_UNREAD', { data: { entry: unread } })
  const now = clock.now()
  const id = newId('mcr', now)
  const key = `csm_${randomBytes(KEY_BYTES).toString('base64url')}`
  const keyHash = keys.mac('metering-credential', key)
  const unused = { usedAt: null, usedFrom: null, refusedAt: null, refusedFrom: null, revokedAt: null }
  const shown = { keyEnd: key.slice(-SHOWN), addresses: JSON.stringify(addresses) }
  await inTransaction(db, async (tx) => {
    await insertCredential(tx, { id, name, keyHash, ...shown, createdBy: actor.id, createdAt: now, ...unused })
    const subject = { kind: 'meter-credential', id }
    await recordAudit(tx, now, { actor, action: 'meter-key.made', subject, requestId, details: { name, addresses } })
  })
  return { id, key }
}
