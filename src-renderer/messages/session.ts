import type { Role } from '@countersign/shared/roles'

const roles: Record<Role, string> = {
  support: 'Support',
  finance: 'Finance',
  approver: 'Approver',
  auditor: 'Auditor',
  admin: 'Administrator',
}

const list = new Intl.ListFormat('en', { type: 'disjunction' })

export const session = {
  roles,
  rolesText: (held: readonly Role[]) => held.map((role) => roles[role]).join(', '),
  onlyFor: (held: readonly Role[]) => `only ${list.format(held.map((role) => roles[role].toLowerCase()))}`,
}
