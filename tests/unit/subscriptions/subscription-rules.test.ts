import { isEnded, SUBSCRIPTION_STATUSES } from '@countersign/shared/features/subscriptions'
import { describe, expect, test } from 'vitest'
import {
  describeSubscriptions,
  explainSubscription,
  supportPriorityOf,
} from '../../../server/features/subscriptions/subscription-rules.ts'
import { anItem, aSubscription } from '../../support/builders.ts'

describe('a status is explained in a sentence', () => {
  test.each(SUBSCRIPTION_STATUSES)('%s', (status) => {
    expect(explainSubscription(aSubscription({ status }))).toMatch(/^[A-Z].*\.$/)
  })

  test('an active one says when it renews: at the earliest end of its items', () => {
    const items = [anItem({ periodEndsAt: '2027-03-14T00:00:00.000Z' }), anItem()]
    expect(explainSubscription(aSubscription({ items }))).toBe('Paid up. Renews on 1 Dec 2026.')
  })

  test('one that ends says so instead of renewing', () => {
    const text = explainSubscription(aSubscription({ cancelAt: '2026-12-01T00:00:00.000Z' }))
    expect(text).toBe('Paid up. Ends on 1 Dec 2026 and does not renew.')
  })

  test('a scheduled change is named', () => {
    const schedule = { stripeId: 'sub_sched_1', changesAt: '2026-12-01T00:00:00.000Z', summary: 'Startup × 3' }
    expect(explainSubscription(aSubscription({ schedule }))).toBe('Paid up. Changes on 1 Dec 2026 to Startup × 3.')
  })

  test('paused collection is told beside the status', () => {
    const pause = { behavior: 'keep_as_draft', resumesAt: '2026-12-24T00:00:00.000Z' }
    expect(explainSubscription(aSubscription({ pause }))).toContain(
      'Collection is paused until 24 Dec 2026: invoices are kept as drafts.',
    )
  })
})

describe('made by hand', () => {
  const platform = aSubscription({ metadata: { team: '7Kq9xLw2Vd' } })
  const byHand = aSubscription({ stripeId: 'sub_2', metadata: { 'tenant-id': '7kq9xlw2vd' } })

  test('is the one without the id, beside one with it', () => {
    const rows = describeSubscriptions([platform, byHand], ['team', 'tenant-id'], '7Kq9xLw2Vd')
    expect(rows.map((row) => row.madeByHand)).toEqual([false, true])
  })

  test('can’t be told where no subscription carries the id', () => {
    const rows = describeSubscriptions([aSubscription(), byHand], ['team'], '7Kq9xLw2Vd')
    expect(rows.map((row) => row.madeByHand)).toEqual([false, false])
  })
})

describe('support priority', () => {
  const plan = (supportPriority: string | null, status: 'active' | 'canceled' = 'active') =>
    describeSubscriptions([aSubscription({ status, items: [anItem({ supportPriority })] })], ['team'], 'x')

  test('is what the running plans promise, each once', () => {
    expect(supportPriorityOf([...plan('high'), ...plan('high'), ...plan('normal')])).toBe('high, normal')
  })

  test('of an ended plan counts no more', () => {
    expect(supportPriorityOf(plan('high', 'canceled'))).toBeNull()
  })

  test('is null where no plan states one', () => {
    expect(supportPriorityOf(plan(null))).toBeNull()
  })
})

test('only cancelled and never-started subscriptions have ended', () => {
  expect(SUBSCRIPTION_STATUSES.filter((status) => isEnded({ status }))).toEqual(['canceled', 'incomplete_expired'])
})
