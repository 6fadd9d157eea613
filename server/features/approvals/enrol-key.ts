import type { KeyEnrolment } from '@countersign/shared/features/countersignature'
import type { Ask } from '@countersign/shared/features/approvals'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { companionIdOf } from '../../kernel/fingerprint.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { isDesktop, requireFreshConfirmation } from '../staff/index.ts'
import { activateKey } from './activate-key.ts'
import { type Asking, askApproval } from './ask-approval.ts'
import { checkKeyEnrolment } from './check-key-enrolment.ts'
import { findKey, insertKey, type KeyRow, listKeys, lockLedger } from './store.ts'

export interface NewKey {
  readonly enrolment: KeyEnrolment
  readonly label: string
  readonly ask: Ask
}

export interface EnrolledKey {
  readonly keyId: string
  /** Whether it countersigns at once: only the companion's very first does. */
  readonly isActive: boolean
  /** The request that another approver has to approve. */
  readonly requestId: string | null
}

/**
 * A key is vouched for on a desktop only. So who began in a browser may bring the first desktop's key at once, on the
 * strength of their browser's: else nobody could ever vouch. Anybody else waits.
 */
const isFirstOf = (there: readonly KeyRow[], { staffId, place }: KeyRow): boolean => {
  const ever = there.filter(({ activatedAt }) => activatedAt !== null)
  if (ever.length === 0) return true
  const isFirstDesktop = place !== 'browser' && ever.every((key) => key.place === 'browser')
  return isFirstDesktop && ever.some((key) => key.staffId === staffId && key.state === 'active')
}

const insertFirstOrWaiting = async (kernel: Kernel, tx: Transaction, row: KeyRow): Promise<KeyRow> => {
  await lockLedger(tx, kernel.db.kind, ['approver-keys'])
  const isFirst = isFirstOf(await listKeys(tx), row)
  const now = kernel.clock.now()
  const key: KeyRow = isFirst ? { ...row, state: 'active', activatedAt: now } : row
  await insertKey(tx, key)
  return key
}

const keep = (kernel: Kernel, { actor, requestId }: Asking, row: KeyRow): Promise<KeyRow> =>
  inTransaction(kernel.db, async (tx) => {
    const known = await findKey(tx, row.id)
    if (known) {
      if (known.staffId !== actor.id || known.state === 'ended') throw new AppError('KEY_NOT_ENROLLED')
      return known
    }
    const key = await insertFirstOrWaiting(kernel, tx, row)
    await recordAudit(tx, row.createdAt, {
      actor,
      action: key.state === 'active' ? 'approver-key.first' : 'approver-key.offered',
      subject: { kind: 'approver-key', id: row.id },
      requestId,
      details: { publicKey: row.publicKey, place: row.place, staff: actor.id },
    })
    return key
  })

/**
 * An approver offers the public half of their device's key. The first key of a companion is taken at its word, and so is
 * the first desktop's of whoever has a browser's already; every other waits for another approver's countersignature.
 * Refuses with CONFIRMATION_NEEDED, FORBIDDEN, COUNTERSIGNATURE_INVALID, DESKTOP_NEEDED (a
 * desktop's key from elsewhere), KEY_NOT_ENROLLED (somebody else's, or ended).
 */
export const enrolKey = async (kernel: Kernel, asking: Asking, offered: NewKey): Promise<EnrolledKey> => {
  const { actor } = asking
  if (!actor.roles.includes('approver')) throw new AppError('FORBIDDEN')
  requireFreshConfirmation(kernel, actor)
  const now = kernel.clock.now()
  const expected = { companionId: companionIdOf(kernel.keys), staffId: actor.id, receivedAt: now }
  const verdict = checkKeyEnrolment(offered.enrolment, expected)
  if (!verdict.isValid) throw new AppError('COUNTERSIGNATURE_INVALID', { data: { fault: verdict.fault } })
  const { keyId, publicKey, place } = verdict
  // A browser’s session has no keyring to tell of, and a desktop’s key may decide over power.
  if (place !== 'browser' && !isDesktop(actor.device)) throw new AppError('DESKTOP_NEEDED')
  const key = await keep(kernel, asking, {
    id: keyId,
    staffId: actor.id,
    publicKey,
    place,
    label: offered.label,
    state: 'waiting',
    createdAt: now,
    activatedAt: null,
    endedAt: null,
  })
  if (key.state === 'active') return { keyId, isActive: true, requestId: null }
  const { id } = await askApproval(kernel, asking, activateKey, {
    subject: {
      key: `staff:${actor.id}`,
      teamId: null,
      customerStripeId: null,
      name: actor.name,
      ticket: null,
      verificationId: null,
    },
    payload: { keyId, staffId: actor.id },
    ask: offered.ask,
  })
  return { keyId, isActive: false, requestId: id }
}
