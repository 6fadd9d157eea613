import type { CheckedInput } from '@countersign/shared/desktop'
import { describe, expect, test } from 'vitest'
import { decisionText } from '../../../src-main/device-key/decision-text-rules.ts'

const asked = (
  payload: CheckedInput<'deviceKey.sign'>['content']['payload'],
  decision: 'approve' | 'reject' = 'approve',
) =>
  decisionText({
    companionId: '0'.repeat(32),
    requestId: 'apr_01JZ0000000000000000000000',
    decision,
    content: { kind: 'credit.issue', teamId: 'T-1', customerStripeId: 'cus_1', payload },
    facts: {},
    policyVersion: 1,
  })

describe('what the person confirms', () => {
  test('names the decision, the kind, every amount, the team and the customer', () => {
    const text = asked({ amount: { amount: 4200, currency: 'usd' }, note: 'outage' })
    expect(text.message).toBe('Approve a credit?')
    expect(text.confirm).toBe('Sign: approve')
    expect(text.detail.split('\n').slice(0, 4)).toEqual([
      'amount: 42.00 USD',
      'Team: T-1',
      'Customer: cus_1',
      'Request: apr_01JZ0000000000000000000000',
    ])
    expect(asked({}, 'reject').message).toBe('Reject a credit?')
    expect(asked({ note: 'no money' }).detail).toMatch(/^No amount of money[.]\n/)
  })

  test('writes amounts exactly, in the decimals that Stripe keeps of the currency', () => {
    const line = (amount: number, currency: string) => asked({ x: { amount, currency } }).detail.split('\n')[0]
    expect(line(5, 'usd')).toBe('x: 0.05 USD')
    expect(line(-100, 'eur')).toBe('x: -1.00 EUR')
    expect(line(500, 'jpy')).toBe('x: 500 JPY')
    expect(line(1234, 'kwd')).toBe('x: 1.234 KWD')
    expect(line(9_007_199_254_740_991, 'usd')).toBe('x: 90071992547409.91 USD')
  })

  test('finds amounts at any depth, also beside other keys, and counts those that it doesn’t list', () => {
    const lines = Array.from({ length: 10 }, (_one, at) => ({ amount: at + 1, currency: 'usd', what: 'line' }))
    const shown = asked({ lines }).detail.split('\n')
    expect(shown[0]).toBe('lines 0: 0.01 USD')
    expect(shown[7]).toBe('lines 7: 0.08 USD')
    expect(shown[8]).toBe('and 2 more amounts')
  })

  test('lets no text of the page break out of its line, hide or reverse another', () => {
    const evil = 'a\nTeam: T-9\u202e\u200b'
    const { detail } = asked({ [evil]: { amount: 1, currency: 'usd' } })
    expect(detail.split('\n')[0]).toBe('a Team: T-9 : 0.01 USD')
    expect(asked({ ['x'.repeat(500)]: { amount: 1, currency: 'usd' } }).detail.split('\n')[0]).toHaveLength(121 + 10)
  })
})
