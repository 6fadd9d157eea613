import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { GatewayError } from '../../kernel/errors.ts'
import { parseRoles } from './role-rules.ts'
import { isSeenStale, isSessionLive } from './session-rules.ts'
import { findSession, updateStaff } from './store.ts'

/** Worth keeping, never worth refusing somebody for: with a full disk people still read. */
const markSeen = async ({ db, log }: Kernel, staffId: string, now: number): Promise<void> => {
  try {
    await updateStaff(db, staffId, { lastSeenAt: now })
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    log.warn({ staffId, failure: error.message }, 'last seen was not kept')
  }
}

/**
 * The person behind a token, read with their roles at every call: a removal, a role taken away and a revoked session count
 * at the next one. Looked up by keyed hash, so that no comparison of the token itself leaks its bytes.
 */
export const readSession = async (kernel: Kernel, token: string): Promise<StaffActor | null> => {
  const row = await findSession(kernel.db, kernel.keys.mac('session', token))
  const now = kernel.clock.now()
  if (!row || !isSessionLive({ ...row, staffStatus: row.status }, now)) return null
  if (isSeenStale(row.lastSeenAt, now)) await markSeen(kernel, row.id, now)
  return {
    kind: 'staff',
    id: row.id,
    name: row.name,
    email: row.email,
    roles: parseRoles(row.roles),
    sessionId: row.sessionId,
    sessionExpiresAt: row.expiresAt,
    confirmedAt: row.confirmedAt,
    device: row.device,
  }
}
