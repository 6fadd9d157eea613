import type { RegisterRelease } from '@countersign/shared/features/license-desk'
import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { findRelease, putRelease } from '../licenses/index.ts'

interface By {
  readonly actor: Actor
  readonly requestId: string | null
}

/**
 * The day of a version: from then on it wins over what programs say. The same day again is no news. Refuses
 * RELEASE_DAY_KNOWN where another day stands there and nobody says why it changes.
 */
export const registerRelease = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: By,
  { product, version, releasedOn, reason }: RegisterRelease,
): Promise<{ isNews: boolean }> =>
  inTransaction(db, async (tx) => {
    const known = await findRelease(tx, product, version)
    if (known?.releasedOn === releasedOn) return { isNews: false }
    if (known && reason === null) throw new AppError('RELEASE_DAY_KNOWN', { data: { releasedOn: known.releasedOn } })
    await putRelease(tx, { product, version, releasedOn })
    await recordAudit(tx, clock.now(), {
      actor,
      requestId,
      action: 'release.registered',
      subject: { kind: 'release', id: `${product} ${version}` },
      reason,
      details: { product, version, releasedOn, before: known?.releasedOn ?? null },
    })
    return { isNews: true }
  })
