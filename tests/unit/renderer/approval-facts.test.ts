import { expect, test } from 'vitest'
import { approvalFacts } from '../../../src-renderer/features/audit/approval-rules.ts'

// What an auditor reads of a request in the log, before the text that was hashed.

const textsOf = (action: string, details: Record<string, unknown>) =>
  approvalFacts(action, details).map(({ label, text }) => `${label}: ${text}`)

test('a countersigned credit says what, how much and for whom', () => {
  const details = {
    kind: 'credit.issue',
    team: '7Kq9xLw2Vd',
    customer: 'cus_1',
    given: { amount: 4000, currency: 'usd' },
    countersignature: {},
  }
  expect(textsOf('approval.approved', details)).toEqual([
    'Asked for: a credit',
    'Amount: $40.00',
    'Team id: 7Kq9xLw2Vd',
    'Customer: cus_1',
  ])
})

test('an end says what moved, and whether money did', () => {
  const stale = { kind: 'stale', differences: [{ what: 'Balance', was: '0.00 USD', now: '-1.00 USD' }] }
  expect(textsOf('approval.stale', { outcome: stale })).toEqual(['Ended: Balance: was 0.00 USD, is -1.00 USD.'])
  const failed = {
    kind: 'failed',
    step: 'credit',
    code: 'x',
    text: 'Stripe said no.',
    hasMoneyMoved: false,
    results: {},
  }
  expect(textsOf('approval.failed', { outcome: failed })).toEqual(['Ended: Stripe said no. No money moved.'])
})

test('what isn’t about a request, or isn’t of its form, is left to the text', () => {
  expect(textsOf('team.verified', { kind: 'credit.issue' })).toEqual([])
  expect(textsOf('approval.executed', { outcome: 'fine', given: 12, team: null })).toEqual([])
})
