import type { Kernel } from '../../kernel/context.ts'
import { MINUTE_MS } from '@countersign/shared/times'
import { AppError } from '../../kernel/errors.ts'
import { allowAddress } from './allow-address.ts'
import { type CredentialRow, findCredential, updateCredential } from './store.ts'

export interface Caller {
  readonly authorization: string | undefined
  readonly address: string
}

const BEARER = /^Bearer (csm_[A-Za-z0-9_-]{43})$/

/** A busy reporter isn't a write each time. */
const note = async (
  { db }: Pick<Kernel, 'db'>,
  row: CredentialRow,
  use: { address: string; now: number; isAllowed: boolean },
) => {
  const { address, now, isAllowed } = use
  const [at, from] = isAllowed ? [row.usedAt, row.usedFrom] : [row.refusedAt, row.refusedFrom]
  if (at !== null && from === address && now - at < MINUTE_MS) return
  const change = isAllowed ? { usedAt: now, usedFrom: address } : { refusedAt: now, refusedFrom: address }
  await updateCredential(db, row.id, change)
}

/**
 * Whose report it is. The key is looked up by its mark under a secret of ours, so that how long it takes tells nothing about
 * keys that there are.
 */
export const checkCredential = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'keys'>,
  { authorization, address }: Caller,
): Promise<CredentialRow> => {
  const key = BEARER.exec(authorization ?? '')?.[1]
  if (key === undefined) throw new AppError('METER_KEY_UNKNOWN')
  const row = await findCredential(kernel.db, kernel.keys.mac('metering-credential', key))
  if (!row || row.revokedAt !== null) throw new AppError('METER_KEY_UNKNOWN')
  const isAllowed = allowAddress(JSON.parse(row.addresses) as string[], address)
  await note(kernel, row, { address, now: kernel.clock.now(), isAllowed })
  if (!isAllowed) throw new AppError('METER_ADDRESS_FORBIDDEN')
  return row
}
