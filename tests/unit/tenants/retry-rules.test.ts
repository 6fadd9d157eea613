import { expect, test } from 'vitest'
import { retryAfter } from '../../../server/features/tenants/retry-rules.ts'

test('pauses double from five seconds to half an hour', () => {
  const pauses = [1, 2, 3, 9, 10, 40].map((tries) => retryAfter(tries, 'later').pauseMs)
  expect(pauses).toEqual([5000, 10_000, 20_000, 1_280_000, 1_800_000, 1_800_000])
})

test('the eighth failure needs a person, what never helps does at once, and an outage of Stripe never does', () => {
  expect([7, 8].map((tries) => retryAfter(tries, 'later').isStuck)).toEqual([false, true])
  expect(retryAfter(1, 'never')).toEqual({ pauseMs: 1_800_000, isStuck: true })
  expect(retryAfter(50, 'outage')).toEqual({ pauseMs: 1_800_000, isStuck: false })
})
