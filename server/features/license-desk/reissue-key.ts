import type { MadeKey } from '@countersign/shared/features/license-desk'
import { DAY_MS, momentWords, toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { endLicenseKey, listLicenseKeys, makeKey, updateLicense } from '../licenses/index.ts'
import { holdLicense } from './hold-license.ts'
import { tellLicense, type Telling } from './tell-license.ts'

export interface Reissue {
  readonly id: string
  /** For how long the keys before this one stay valid. */
  readonly overlapDays: number
  readonly reason: string
}

/**
 * A new key, the first or a further one; told once, and never again. Keys that it follows stay valid for the days that are
 * given, or as long as they were. Refuses LICENSE_REVOKED.
 */
export const reissueKey = (
  { db, clock, keys }: Pick<Kernel, 'db' | 'clock' | 'keys'>,
  by: Omit<Telling, 'at'>,
  { id, overlapDays, reason }: Reissue,
): Promise<MadeKey> =>
  inTransaction(db, async (tx) => {
    const row = await holdLicense(tx, id)
    if (row.revokedAt !== null) throw new AppError('LICENSE_REVOKED')
    const at = clock.now()
    const validUntil = at + overlapDays * DAY_MS
    const older = (await listLicenseKeys(tx, id)).filter(
      (key) => key.validUntil === null || key.validUntil > validUntil,
    )
    for (const key of older) await endLicenseKey(tx, key.mac, validUntil)
    const key = await makeKey(tx, keys, { licenseId: id, at })
    // What replicas keep of it names its keys.
    await updateLicense(tx, id, { changedAt: at })
    const until = older.length === 0 ? null : toIso(validUntil)
    const before = until === null ? '' : ` The one before is valid until ${momentWords(until)}.`
    const ending = key.slice(-5)
    const text = `A key that ends in ${ending} was made.${before}`
    await tellLicense(
      tx,
      row,
      { ...by, at },
      { kind: 'key', text, reason, details: { ending, olderValidUntil: until } },
    )
    return { key, olderValidUntil: until }
  })
