// How a staff row is told to the desk: never a hash, a secret or a subject.
import type { Staff } from '@countersign/shared/features/staff'
import { toIso } from '@countersign/shared/times'
import { parseRoles } from './role-rules.ts'

interface StaffThere {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: string
  readonly status: 'active' | 'removed'
  readonly createdAt: number
  readonly lastSeenAt: number | null
  readonly passwordChangedAt: number | null
}

export const viewStaff = (row: StaffThere, hasIdentity: boolean): Staff => ({
  id: row.id,
  name: row.name,
  email: row.email,
  roles: parseRoles(row.roles),
  status: row.status,
  signsInWith: [
    ...(row.passwordChangedAt === null ? [] : (['password'] as const)),
    ...(hasIdentity ? (['oidc'] as const) : []),
  ],
  createdAt: toIso(row.createdAt),
  lastSeenAt: row.lastSeenAt === null ? null : toIso(row.lastSeenAt),
})
