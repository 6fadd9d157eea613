import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { systemActor } from '../../kernel/actor.ts'
import { recordAudit } from '../audit-log/index.ts'
import { normaliseEmail } from './attempt-rules.ts'
import type { TotpEnrolment } from './describe-totp.ts'
import { hashPassword } from './hash-password.ts'
import { offerTotp } from './offer-totp.ts'
import { type Door, type OpenedSession, openSession } from './open-session.ts'
import { passwordWeakness } from './password-rules.ts'
import { writeRoles } from './role-rules.ts'
import { hasStaff, insertStaff, lockStaff, setPassword } from './store.ts'

interface FirstAdmin {
  readonly name: string
  readonly email: string
  readonly password: string
}

/**
 * The first run: possible only while nobody exists, also when two try at once. Signs the person in and offers a second
 * factor, which `confirmTotp` or the next sign-in confirms.
 */
export const createFirstAdmin = async (
  kernel: Kernel,
  person: FirstAdmin,
  door: Door,
): Promise<OpenedSession & { readonly totp: TotpEnrolment }> => {
  // Asked first as well, so that a closed door costs no hashing.
  if (await hasStaff(kernel.db)) throw new AppError('FIRST_RUN_DONE')
  const email = normaliseEmail(person.email)
  const weakness = passwordWeakness(person.password, email)
  if (weakness) throw new AppError('PASSWORD_WEAK', { data: { weakness } })
  const passwordHash = await hashPassword(person.password)
  const at = kernel.clock.now()
  const roles = writeRoles(['admin'])
  const staff = { id: newId('stf', at), name: person.name, email, roles, createdAt: at, lastSeenAt: null }
  return inTransaction(kernel.db, async (tx) => {
    await lockStaff(tx, kernel.db.kind)
    if (await hasStaff(tx)) throw new AppError('FIRST_RUN_DONE')
    await insertStaff(tx, { ...staff, status: 'active' })
    await setPassword(tx, { staffId: staff.id, passwordHash, changedAt: at })
    await recordAudit(tx, at, {
      actor: systemActor('first-run'),
      action: 'staff.added',
      subject: { kind: 'staff', id: staff.id },
      requestId: door.requestId,
      details: { roles: ['admin'], signsInWith: 'password' },
      personal: { subjectName: person.name, email },
    })
    const totp = await offerTotp(kernel, tx, { email, isFresh: true })
    return {
      ...(await openSession(kernel, tx, { staff: { ...staff, status: 'active' }, door, method: 'first-run' })),
      totp,
    }
  })
}
