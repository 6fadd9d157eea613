import type { Role } from '@countersign/shared/roles'
import type { Actor, SystemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { normaliseEmail } from './attempt-rules.ts'
import { checkRoleChange } from './check-role-change.ts'
import { hashPassword } from './hash-password.ts'
import { passwordWeakness } from './password-rules.ts'
import { writeRoles } from './role-rules.ts'
import { findStaffByEmail, insertStaff, setPassword } from './store.ts'

/** Who does it, from which request, and why if that was said. */
export interface Acting {
  readonly actor: Actor
  readonly requestId: string | null
  readonly reason?: string | null
}

/** For what the desk must not do, whoever sits at it. */
export type CompanionActing = Acting & { readonly actor: SystemActor }

export interface NewStaff {
  readonly name: string
  readonly email: string
  readonly roles: readonly Role[]
  /** Null: the person signs in through the identity provider only. */
  readonly password: string | null
}

/** Returns the new id. Throws STAFF_EXISTS (a removed one is restored instead), PASSWORD_WEAK, and what the roles say. */
export const addStaff = async (kernel: Kernel, acting: Acting, person: NewStaff): Promise<string> => {
  const email = normaliseEmail(person.email)
  const weakness = person.password === null ? null : passwordWeakness(person.password, email)
  if (weakness) throw new AppError('PASSWORD_WEAK', { data: { weakness } })
  const passwordHash = person.password === null ? null : await hashPassword(person.password)
  const at = kernel.clock.now()
  const id = newId('stf', at)
  await inTransaction(kernel.db, async (tx) => {
    await checkRoleChange(kernel, tx, acting.actor, { id, roles: person.roles, status: 'active' })
    if (await findStaffByEmail(tx, email)) throw new AppError('STAFF_EXISTS')
    const roles = writeRoles(person.roles)
    await insertStaff(tx, { id, name: person.name, email, roles, status: 'active', createdAt: at, lastSeenAt: null })
    if (passwordHash !== null) await setPassword(tx, { staffId: id, passwordHash, changedAt: at })
    await recordAudit(tx, at, {
      ...acting,
      action: 'staff.added',
      subject: { kind: 'staff', id },
      details: { roles: person.roles, signsInWith: passwordHash === null ? 'oidc' : 'password' },
      personal: { subjectName: person.name, email },
    })
  })
  return id
}
