import type { Role } from '@countersign/shared/roles'

/** Who acts: taken from the session at the edge, handed on as a value. */
export interface StaffActor {
  readonly kind: 'staff'
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly Role[]
  readonly sessionId: string
  readonly sessionExpiresAt: number
  /** When they last proved, in this session, to be who they are; null = only the session speaks for them. */
  readonly confirmedAt: number | null
  /** What they sit at: `desktop Linux`, `browser Firefox`. */
  readonly device: string | null
}

export interface SystemActor {
  readonly kind: 'system'
  readonly id: string
  readonly name: string
}

export type Actor = StaffActor | SystemActor

export const systemActor = (name: string): SystemActor => ({ kind: 'system', id: `system:${name}`, name })
