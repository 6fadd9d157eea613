import { deskLinkSchema } from '@countersign/shared/desktop'
import { expect, test } from 'vitest'
import { waitingNotice } from '../../../src-renderer/lib/waiting-notice.ts'

const newest = { id: 'apr_01JZ0000000000000000000000', title: 'Credit of 42.00 USD' }

test('one more request is named and opens itself', () => {
  const notice = waitingNotice(1, { count: 2, newest })
  expect(notice).toEqual({
    title: 'Credit of 42.00 USD',
    body: '2 requests wait for you.',
    open: { approval: newest.id },
  })
  expect(deskLinkSchema.safeParse(notice?.open).success).toBe(true)
  expect(waitingNotice(0, { count: 1, newest })?.body).toBe('One request waits for you.')
  expect(waitingNotice(0, { count: 1, newest: { ...newest, title: 'x'.repeat(300) } })?.title).toHaveLength(120)
})

test('several at once are counted', () => {
  expect(waitingNotice(0, { count: 3, newest })).toEqual({ title: 'Approvals wait', body: '3 requests wait for you.' })
  expect(waitingNotice(0, { count: 1, newest: null })).toEqual({
    title: 'Approvals wait',
    body: 'One request waits for you.',
  })
})

test('what was there at the start, what is less, and what isn’t known yet is no news', () => {
  expect(waitingNotice(null, { count: 3, newest })).toBeNull()
  expect(waitingNotice(3, { count: 3, newest })).toBeNull()
  expect(waitingNotice(3, { count: 2, newest })).toBeNull()
  expect(waitingNotice(3, { count: null, newest })).toBeNull()
})
