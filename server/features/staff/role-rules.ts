// The desk never loses its last administrator nor, once it has one, its last approver; and an administrator can't make
// approvers alone: after the first, each needs the countersignature of another (glossary: approver, countersignature).
// Were the last approver removable, an administrator could remove them all and then appoint a friend as "the first".
import { ROLES, type Role } from '@countersign/shared/roles'

export interface StaffStanding {
  readonly id: string
  readonly roles: readonly Role[]
  readonly status: 'active' | 'removed'
}

export type RoleRefusal = 'last-admin' | 'last-approver' | 'approver-needs-countersignature'

const holds = (person: StaffStanding | undefined, role: Role): boolean =>
  person?.status === 'active' && person.roles.includes(role)

const isAppointed = (before: readonly StaffStanding[], after: StaffStanding, role: Role): boolean =>
  holds(after, role) &&
  !holds(
    before.find((person) => person.id === after.id),
    role,
  )

const isLastLost = (before: readonly StaffStanding[], after: StaffStanding, role: Role): boolean =>
  before.some((person) => holds(person, role)) &&
  !before.some((person) => holds(person.id === after.id ? after : person, role)) &&
  !holds(after, role)

/** Why `before` may not become the same people with `after` put in or replaced; null if it may. */
export const roleRefusal = (before: readonly StaffStanding[], after: StaffStanding): RoleRefusal | null => {
  if (isLastLost(before, after, 'admin')) return 'last-admin'
  if (isLastLost(before, after, 'approver')) return 'last-approver'
  const hasApprover = before.some((person) => holds(person, 'approver'))
  return hasApprover && isAppointed(before, after, 'approver') ? 'approver-needs-countersignature' : null
}

const isRole = (value: unknown): value is Role => (ROLES as readonly unknown[]).includes(value)

/** Roles as a row holds them. One that this version doesn't know grants nothing. */
export const parseRoles = (json: string): Role[] => {
  const values: unknown = JSON.parse(json)
  return Array.isArray(values) ? values.filter(isRole) : []
}

/** In the catalogue's order, each once, so that equal sets are equal text. */
export const writeRoles = (roles: readonly Role[]): string =>
  JSON.stringify(ROLES.filter((role) => roles.includes(role)))
