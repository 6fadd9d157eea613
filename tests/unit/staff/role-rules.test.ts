import { describe, expect, test } from 'vitest'
import { type Role, ROLES } from '@countersign/shared/roles'
import { parseRoles, roleRefusal, type StaffStanding, writeRoles } from '../../../server/features/staff/role-rules.ts'

const person = (id: string, roles: Role[], status: StaffStanding['status'] = 'active'): StaffStanding => ({
  id,
  roles,
  status,
})
const ADMIN = person('a', ['admin'])
const APPROVER = person('p', ['approver'])

describe('roleRefusal', () => {
  test('the last active administrator stays one', () => {
    const removedAdmin = person('b', ['admin'], 'removed')
    expect(roleRefusal([ADMIN, removedAdmin], person('a', ['support']))).toBe('last-admin')
    expect(roleRefusal([ADMIN, removedAdmin], person('a', ['admin'], 'removed'))).toBe('last-admin')
    expect(roleRefusal([ADMIN, person('b', ['admin'])], person('a', ['support']))).toBeNull()
  })

  test('the first approver may be appointed by an administrator, the second needs a countersignature', () => {
    expect(roleRefusal([ADMIN], APPROVER)).toBeNull()
    expect(roleRefusal([ADMIN, APPROVER], person('q', ['approver']))).toBe('approver-needs-countersignature')
    expect(roleRefusal([ADMIN, APPROVER], person('a', ['admin', 'approver']))).toBe('approver-needs-countersignature')
    expect(roleRefusal([ADMIN, APPROVER, person('q', ['approver'], 'removed')], person('q', ['approver']))).toBe(
      'approver-needs-countersignature',
    )
  })

  test('the last approver can neither be removed nor demoted, so "the first" never comes again', () => {
    expect(roleRefusal([ADMIN, APPROVER], person('p', ['approver'], 'removed'))).toBe('last-approver')
    expect(roleRefusal([ADMIN, APPROVER], person('p', ['finance']))).toBe('last-approver')
    expect(roleRefusal([ADMIN, APPROVER, person('q', ['approver'])], person('p', ['finance']))).toBeNull()
  })

  test('an approver may gain and lose other roles', () => {
    expect(roleRefusal([ADMIN, APPROVER], person('p', ['approver', 'finance']))).toBeNull()
  })

  test('people may be added before there is an administrator', () => {
    expect(roleRefusal([], person('s', ['support']))).toBeNull()
  })
})

test('roles are kept in one order, and an unknown one grants nothing', () => {
  expect(writeRoles(['admin', 'support', 'admin'])).toBe('["support","admin"]')
  expect(parseRoles(writeRoles(ROLES))).toEqual(ROLES)
  expect(parseRoles('["support","root"]')).toEqual(['support'])
  expect(parseRoles('{"0":"admin"}')).toEqual([])
})
