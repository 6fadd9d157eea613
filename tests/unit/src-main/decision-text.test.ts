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

describe('what no amount of the payload tells', () => {
  type Signing = CheckedInput<'deviceKey.sign'>
  const linesOf = (kind: Signing['content']['kind'], payload: Signing['facts'], facts: Signing['facts']) => {
    const content = { kind, teamId: null, customerStripeId: null, payload }
    const signing = { companionId: '0'.repeat(32), requestId: 'apr_01JZ0000000000000000000000', content, facts }
    const { detail } = decisionText({ ...signing, decision: 'approve', policyVersion: 1 })
    return detail.slice(0, detail.indexOf('\nTeam:')).split('\n')
  }
  const usd = (amount: number) => ({ amount, currency: 'usd' })

  test('is read from the facts, what is given before what was given once', () => {
    const facts = {
      history: Array.from({ length: 9 }, () => ({ amount: usd(1), text: 'a credit' })),
      plan: { amount: usd(4500), total: usd(9000), rest: usd(0) },
      price: { unitAmount: usd(4500) },
    }
    const lines = linesOf('coupon.apply', { priceStripeId: 'price_1', quantity: 1 }, facts)
    expect(lines.slice(0, 5)).toEqual([
      'Amounts, as found when this was asked for:',
      'plan amount: 45.00 USD',
      'plan rest: 0.00 USD',
      'plan total: 90.00 USD',
      'price unitAmount: 45.00 USD',
    ])
    expect(lines.at(-1)).toBe('and 5 more amounts')
    const turned = Object.fromEntries(Object.entries(facts).toReversed())
    expect(linesOf('coupon.apply', {}, turned)).toEqual(linesOf('coupon.apply', {}, facts))
  })

  test('about power is who gets it and with what', () => {
    const person = { name: 'Ines Albrecht', email: 'ines@loomfield.example', roles: ['support', 'finance'] }
    expect(linesOf('staff.appoint-approver', { staffId: 'stf_1' }, person)).toEqual([
      'staffId: stf_1',
      'email: ines@loomfield.example',
      'name: Ines Albrecht',
      'roles 0: support',
      'roles 1: finance',
    ])
    const key = { publicKey: 'AAAA', isApprover: true, place: 'keyring' }
    expect(linesOf('approver-key.enrol', { keyId: 'ab12', staffId: 'stf_1' }, key)).toEqual([
      'keyId: ab12',
      'staffId: stf_1',
      'isApprover: true',
      'place: keyring',
      'publicKey: AAAA',
    ])
  })

  test('about what nobody can prove is which of the two is said, of which step, and what it was about', () => {
    const payload = { requestId: 'apr_01JZ0000000000000000000001', finding: 'did-not-happen', step: 'credit' }
    const facts = { title: 'Credit of 40.00 USD', given: usd(4000), step: 'credit', tried: [{ act: 'send' }] }
    expect(linesOf('execution.resolve', payload, facts)).toEqual([
      'finding: did-not-happen',
      'requestId: apr_01JZ0000000000000000000001',
      'step: credit',
      'given: 40.00 USD',
      'step: credit',
      'title: Credit of 40.00 USD',
      'tried 0 act: send',
    ])
  })

  test('about the policy is what becomes different in it', () => {
    const document = { perDay: usd(1) }
    const facts = { version: 3, document, differences: ['Credits: two approvers from 500.00 USD.', 'Refunds: none.'] }
    expect(linesOf('policy.change', { document }, facts)).toEqual([
      'version: 3',
      'differences 0: Credits: two approvers from 500.00 USD.',
      'differences 1: Refunds: none.',
    ])
  })

  test('about a subscription is which one, which price and how many', () => {
    const items = [{ kind: 'update', itemStripeId: 'si_1', priceStripeId: 'price_2', quantity: 7 }]
    const payload = { subscriptionStripeId: 'sub_1', items, proration: 'none' }
    expect(linesOf('subscription.change', payload, { preview: { billedNow: { total: usd(-500) } } })).toEqual([
      'proration: none',
      'subscriptionStripeId: sub_1',
      'items 0 itemStripeId: si_1',
      'items 0 kind: update',
      'items 0 priceStripeId: price_2',
      'items 0 quantity: 7',
      'Amounts, as found when this was asked for:',
      'preview billedNow total: -5.00 USD',
    ])
  })
})
