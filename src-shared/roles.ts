import { z } from 'zod'

export const ROLES = ['support', 'finance', 'approver', 'auditor', 'admin'] as const
export const roleSchema = z.enum(ROLES)
export type Role = (typeof ROLES)[number]

const STAFF: readonly Role[] = ROLES
const DESK: readonly Role[] = ['support', 'finance', 'approver']

/** Who may do what. `public` needs no sign-in; `signed-in` any staff. A procedure without a line here can't be built. */
export const PERMISSIONS = {
  public: 'anyone',
  'signed-in': STAFF,
  'team.verify': DESK,
  'team.read': STAFF,
  'search.read': STAFF,
  'mirror.read': STAFF,
  'mirror.run': ['admin'],
  'audit.read': ['auditor', 'admin'],
  'audit.export': ['auditor', 'admin'],
  'staff.read': ['admin', 'auditor'],
  'staff.manage': ['admin'],
} as const satisfies Record<string, readonly Role[] | 'anyone'>

export type Permission = keyof typeof PERMISSIONS

/** Whether someone with these roles (null = nobody signed in) holds the permission. */
export const isPermitted = (permission: Permission, roles: readonly Role[] | null): boolean => {
  const holders: readonly Role[] | 'anyone' = PERMISSIONS[permission]
  if (holders === 'anyone') return true
  return roles !== null && roles.some((role) => holders.includes(role))
}
