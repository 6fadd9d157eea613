import { KEY_STATEMENT_TYPE } from '@countersign/shared/licenses-api'
import { DAY_MS } from '@countersign/shared/times'
import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { assert } from '../../kernel/errors.ts'
import { companionIdOf } from '../../kernel/fingerprint.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { deriveSigningKey } from './derive-signing-key.ts'
import { loadSigningKeys } from './load-signing-keys.ts'
import { signCompact } from './sign-compact.ts'
import { PUBLISHED_BEFORE_MS } from './signing-key-rules.ts'
import { endSigningKey, insertSigningKey, listSigningKeys, lockSigningKeys } from './store.ts'

/** Longer than what it signed runs without asking again. */
const OUTLIVES_MS = 3 * 366 * DAY_MS

/** Makes the next signing key, endorsed by the last one; it is published now and signs a day later. */
export const rotateSigningKey = async (
  kernel: Pick<Kernel, 'db' | 'keys' | 'clock'>,
  actor: Actor,
): Promise<{ kid: string; signsFrom: number }> => {
  const { db, keys, clock } = kernel
  await loadSigningKeys(kernel)
  const now = clock.now()
  const signsFrom = now + PUBLISHED_BEFORE_MS
  return inTransaction(db, async (tx) => {
    await lockSigningKeys(tx)
    const rows = await listSigningKeys(tx)
    const newest = rows.at(-1)
    assert(newest, 'the first signing key is made when keys are loaded')
    const last = deriveSigningKey(keys, newest)
    const bare = { id: String(rows.length + 1), createdAt: now, signsFrom, publishedUntil: null, endorsement: null }
    const { jwk, kid } = deriveSigningKey(keys, bare)
    const said = { v: 1, iss: companionIdOf(keys), iat: Math.floor(now / 1000), keys: [jwk] }
    await insertSigningKey(tx, { ...bare, endorsement: signCompact(last, KEY_STATEMENT_TYPE, said) })
    await endSigningKey(tx, newest.id, signsFrom + OUTLIVES_MS)
    const subject = { kind: 'license-signing-key', id: kid }
    await recordAudit(tx, now, { actor, action: 'license-signing-key.rotated', subject, details: { after: last.kid } })
    return { kid, signsFrom }
  })
}
