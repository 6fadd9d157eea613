import { toIso } from '@countersign/shared/times'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { findStaff, listLiveSessions } from './store.ts'

export interface SessionView {
  readonly id: string
  readonly device: string | null
  readonly address: string
  readonly createdAt: string
  readonly expiresAt: string
  /** The one that asks. */
  readonly isCurrent: boolean
}

/** Where a person is signed in now, newest first. */
export const listSessions = async (kernel: Kernel, actor: StaffActor, staffId: string): Promise<SessionView[]> => {
  if (!(await findStaff(kernel.db, staffId))) throw new AppError('NOT_FOUND')
  const rows = await listLiveSessions(kernel.db, staffId, kernel.clock.now())
  return rows.map((row) => ({
    ...row,
    createdAt: toIso(row.createdAt),
    expiresAt: toIso(row.expiresAt),
    isCurrent: row.id === actor.sessionId,
  }))
}
