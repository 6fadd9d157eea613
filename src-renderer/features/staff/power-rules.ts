// Rule: an administrator asks for power over others and never grants it: appointment, return, and the end of a key or of a
// second factor.

import type { ApproverKey } from '@countersign/shared/features/approvals'
import type { PowerWish } from '@countersign/shared/features/power'
import type { Staff } from '@countersign/shared/features/staff'
import { staff } from '../../messages/staff.ts'

const { power: words } = staff

export interface PossibleWish {
  readonly id: string
  readonly label: string
  readonly wish: PowerWish
}

const ofPerson = ({ id: staffId, status, roles, signsInWith }: Staff): PossibleWish[] => {
  const isApprover = roles.includes('approver')
  if (status === 'removed')
    return isApprover
      ? [{ id: 'restore', label: words.restore, wish: { kind: 'staff.restore-approver', staffId } }]
      : []
  return [
    ...(isApprover
      ? []
      : [{ id: 'appoint', label: words.appoint, wish: { kind: 'staff.appoint-approver', staffId } as const }]),
    ...(signsInWith.includes('password')
      ? [{ id: 'factor', label: words.factor, wish: { kind: 'second-factor.reset', staffId } as const }]
      : []),
  ]
}

/** What can be asked for about one person's power, and only another approver grants. */
export const wishesFor = (person: Staff, keys: readonly ApproverKey[]): PossibleWish[] => [
  ...ofPerson(person),
  ...keys
    .filter(({ staffId, state }) => staffId === person.id && state !== 'ended')
    .map(({ id, label }) => ({
      id,
      label: words.key(`${label} ${id.slice(0, 8)}`),
      wish: { kind: 'approver-key.reset', keyId: id } as const,
    })),
]
