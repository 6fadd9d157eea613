import { z } from 'zod'

export const ROLES = ['support', 'finance', 'approver', 'auditor', 'admin'] as const
export const roleSchema = z.enum(ROLES)
export type Role = (typeof ROLES)[number]

const STAFF: readonly Role[] = ROLES
const DESK: readonly Role[] = ['support', 'finance', 'approver']

/** Who may do what; `signed-in` is any staff. A procedure without a line here can't be built. */
export const PERMISSIONS = {
  'signed-in': STAFF,
  'team.verify': DESK,
  'team.read': STAFF,
  'search.read': STAFF,
  'invoice.read': STAFF,
  'invoice.manage': ['finance'],
  'link.make': ['support', 'finance'],
  'approval.read': STAFF,
  'approval.ask': DESK,
  'approval.decide': ['approver'],
  'policy.propose': ['admin'],
  'mail.read': ['admin'],
  'mirror.read': STAFF,
  'mirror.run': ['admin'],
  'event.read': ['support', 'admin'],
  'event.replay': ['admin'],
  'tenant.read': STAFF,
  'license.read': STAFF,
  'license.issue': ['finance'],
  'license.support': ['support', 'finance'],
  'release.manage': ['finance', 'admin'],
  'tenant.reconcile': ['finance', 'admin'],
  'contract.ask': ['finance'],
  'drift.read': STAFF,
  'drift.manage': ['finance', 'admin'],
  'metering.read': STAFF,
  'metering.decide': ['finance'],
  'metering.manage': ['admin'],
  'audit.read': ['auditor', 'admin'],
  'audit.export': ['auditor', 'admin'],
  'staff.read': ['admin', 'auditor'],
  'staff.manage': ['admin'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof PERMISSIONS

/** Whether someone with these roles (none = nobody signed in) holds the permission. */
export const isPermitted = (permission: Permission, roles: readonly Role[]): boolean => {
  const holders: readonly Role[] = PERMISSIONS[permission]
  return roles.some((role) => holders.includes(role))
}
