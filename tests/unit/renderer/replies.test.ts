import { describe, expect, test } from 'vitest'
import { evidenceRows, evidenceText } from '../../../src-renderer/features/teams/evidence-rows.ts'
import { creditReply, replies } from '../../../src-renderer/messages/replies.ts'
import { STRENGTHS, type Verification } from '../../../src-shared/features/teams.ts'

// Guards: no reply to a requester names another team, a customer or what Stripe holds of them.

const verification = (over: Partial<Verification> = {}): Verification => ({
  id: 'ver_1',
  ticket: '#48102',
  ticketUrl: null,
  teamId: 'Xr5Lp9DjQ3',
  strength: 'conflict',
  reason: 'sub_9 of the same customer carries another team’s id under tenant-id.',
  wayOut: 'Read-only.',
  customerStripeId: 'cus_9',
  customerName: 'Pollard & Sons Metering',
  evidence: [
    {
      source: 'subscription',
      field: 'tenant-id',
      objectStripeId: 'sub_9',
      label: 'Business',
      customerStripeId: 'cus_9',
      value: 'Bn8Vt1GfZ7',
      result: 'different',
    },
    {
      source: 'customer',
      field: 'email',
      objectStripeId: 'cus_9',
      label: 'the billing address',
      customerStripeId: 'cus_9',
      value: 'hello@pollard.example',
      result: 'different',
    },
  ],
  candidates: [],
  notices: [],
  staffName: 'Ines Albrecht',
  at: '2026-11-20T12:40:00.000Z',
  liveUntil: null,
  asked: { objects: 2, durationMs: 7 },
  ...over,
})

describe('replies', () => {
  test.each(STRENGTHS)('%s names the ticket and nothing that is not the requester’s', (strength) => {
    const reply = replies[strength](verification({ strength }))
    expect(reply).toContain('#48102')
    for (const secret of ['Bn8Vt1GfZ7', 'Pollard', 'cus_9', 'sub_9', 'pollard.example'])
      expect(reply).not.toContain(secret)
  })
})

describe('evidence', () => {
  test('another team’s id is wrong; another e-mail is only different', () => {
    expect(evidenceRows(verification()).map(({ outcome }) => outcome)).toEqual(['wrong', 'other'])
  })

  test('characters are compared only where the case differs', () => {
    const [row] = verification().evidence
    const other = { ...row!, value: 'xr5lp9djq3', result: 'case-differs' as const }
    expect(evidenceRows(verification({ evidence: [other] }))[0]).toMatchObject({
      outcome: 'case',
      expected: 'Xr5Lp9DjQ3',
    })
    expect(evidenceRows(verification())[0]?.expected).toBeUndefined()
  })

  test('the text for a colleague holds every line of it', () => {
    const text = evidenceText(verification())
    expect(text).toContain('Subscription tenant-id on sub_9: Bn8Vt1GfZ7 (different)')
    expect(text).toContain('kept as ver_1')
  })
})

test('the reply for a credit says how much, for what and on which ticket', () => {
  const reply = creditReply({ ticket: '#48213', amount: '€240.00', text: 'Outage, 2026-11-03' })
  expect(reply).toContain('#48213')
  expect(reply).toContain('a credit of €240.00 to your team’s account: Outage, 2026-11-03.')
  expect(creditReply({ ticket: null, amount: '€1.00', text: 'Sorry' })).not.toContain('null')
})
