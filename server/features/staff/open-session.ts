import { randomBytes } from 'node:crypto'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { newId } from '../../kernel/ids.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { parseRoles } from './role-rules.ts'
import { isConfirmedBySigningIn, sessionsKeptSince, type SignInMethod } from './session-rules.ts'
import { deleteSessionsEndedBefore, insertSession, type StaffRow, updateStaff } from './store.ts'

/** Where a sign-in comes from. */
export interface Door {
  readonly address: string
  readonly device: string
  readonly requestId: string
}

export interface OpenedSession {
  /** 256 random bits; the database holds only its keyed hash. */
  readonly token: string
  readonly actor: StaffActor
}

export interface SignInStory {
  readonly staff: StaffRow
  readonly door: Door
  readonly method: SignInMethod
}

const TOKEN_BYTES = 32

export const openSession = async (kernel: Kernel, tx: Transaction, story: SignInStory): Promise<OpenedSession> => {
  const { staff, door } = story
  const at = kernel.clock.now()
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const session = {
    id: newId('ses', at),
    staffId: staff.id,
    tokenHash: kernel.keys.mac('session', token),
    device: door.device,
    address: door.address,
    createdAt: at,
    expiresAt: at + kernel.settings.sessionMs,
    revokedAt: null,
    confirmedAt: isConfirmedBySigningIn(story.method, kernel.settings.isEmbedded) ? at : null,
  }
  const actor: StaffActor = {
    kind: 'staff',
    id: staff.id,
    name: staff.name,
    email: staff.email,
    roles: parseRoles(staff.roles),
    sessionId: session.id,
    sessionExpiresAt: session.expiresAt,
    confirmedAt: session.confirmedAt,
    device: door.device,
  }
  await insertSession(tx, session)
  await updateStaff(tx, staff.id, { lastSeenAt: at })
  await deleteSessionsEndedBefore(tx, sessionsKeptSince(at))
  await recordAudit(tx, at, {
    actor,
    action: 'staff.signed-in',
    subject: { kind: 'staff', id: staff.id },
    requestId: door.requestId,
    details: { method: story.method, session: session.id },
    personal: { subjectName: staff.name, address: door.address },
  })
  return { token, actor }
}
