// Rule: a word on what became of a request is no smaller a matter than the request itself: "it did not happen" does it
// again. So it takes as many approvers as the request took, on the desktop where that was decided there, whatever the policy
// says now; and whoever asked for the request, or whose power it is about, has no say in the word either. Whoever approved
// the request does.

import type { Target } from '@countersign/shared/features/approvals'
import { approversSchema } from '@countersign/shared/features/policy'
import type { Least } from './band-rules.ts'

const STAFF_KEY = 'staff:'

interface TargetColumns {
  readonly approversNeeded: number
  readonly isDesktopOnly: number
  readonly requesterId: string
  readonly subjectKey: string
}

export const targetOf = ({ approversNeeded, isDesktopOnly, requesterId, subjectKey }: TargetColumns): Target => ({
  approversNeeded: approversSchema.parse(approversNeeded),
  isDesktopOnly: isDesktopOnly === 1,
  requesterId,
  aboutStaffId: subjectKey.startsWith(STAFF_KEY) ? subjectKey.slice(STAFF_KEY.length) : null,
})

export const leastOf = ({ approversNeeded, isDesktopOnly }: Target): Least => ({
  approvers: approversNeeded,
  isDesktopOnly,
  why: 'the request that the word is about asked for no less',
})
