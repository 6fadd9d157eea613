import { expect, test } from 'vitest'
import { resolutionKey, subjectOf } from '../../../server/features/approvals/subject-rules.ts'

test('a subject is whom the row is about, under its own names', () => {
  const row = {
    subjectKey: 'cus_1',
    teamId: 'team-1',
    customerStripeId: 'cus_1',
    subjectName: 'Brightwater',
    ticket: 'INC-1',
    verificationId: 'ver_1',
  }
  expect(subjectOf(row)).toEqual({
    key: 'cus_1',
    teamId: 'team-1',
    customerStripeId: 'cus_1',
    name: 'Brightwater',
    ticket: 'INC-1',
    verificationId: 'ver_1',
  })
})

test('a word on an execution waits for no other work of its customer', () =>
  expect(resolutionKey('apr_1')).toBe('execution:apr_1'))
