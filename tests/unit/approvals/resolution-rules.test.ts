import { expect, test } from 'vitest'
import { leastOf, targetOf } from '../../../server/features/approvals/resolution-rules.ts'
import { readTarget } from '../../../server/features/approvals/read-target.ts'

const row = { approversNeeded: 2, isDesktopOnly: 1, requesterId: 'stf_ines', subjectKey: 'cus_1' }

test('a word takes as many approvers as the request did, and the desktop where it did', () => {
  expect(leastOf(targetOf(row))).toMatchObject({ approvers: 2, isDesktopOnly: true })
  expect(leastOf(targetOf({ ...row, approversNeeded: 0, isDesktopOnly: 0 }))).toMatchObject({
    approvers: 0,
    isDesktopOnly: false,
  })
  expect(() => targetOf({ ...row, approversNeeded: 3 })).toThrow()
})

test('whose power it is about is told of requests about staff, and of no other', () => {
  expect(targetOf(row).aboutStaffId).toBeNull()
  expect(targetOf({ ...row, subjectKey: 'staff:stf_mira' }).aboutStaffId).toBe('stf_mira')
})

test('the request is read from the facts of a word, and from nothing else', () => {
  const target = targetOf(row)
  const facts = JSON.stringify({ title: 'Something', target })
  expect(readTarget({ kind: 'execution.resolve', facts })).toEqual(target)
  expect(readTarget({ kind: 'credit.issue', facts })).toBeNull()
  expect(() => readTarget({ kind: 'execution.resolve', facts: '{}' })).toThrow()
})
