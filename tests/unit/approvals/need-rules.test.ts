import { describe, expect, test } from 'vitest'
import { describeNeed } from '../../../server/features/approvals/need-rules.ts'
import { subjectOf } from '../../../server/features/approvals/subject-rules.ts'
import { answeredMail, askedMail } from '../../../server/features/approvals/mail-rules.ts'

const usd = (amount: number) => ({ amount, currency: 'usd' })

describe('what a form shows of the policy', () => {
  const budgets = [
    { name: 'teamDay' as const, limit: 25_000, used: 4000, remaining: 21_000 },
    { name: 'agentYear' as const, limit: null, used: 4000, remaining: null },
    { name: 'teamYear' as const, limit: 3000, used: 4000, remaining: -1000 },
  ]
  const decision = { approvers: 2 as const, desktopOnly: true, reasons: ['Two approvers: over.'], budgets }

  test('is the rule in words, who has to sign where, and what is left of each budget that has a sum', () => {
    expect(describeNeed(decision, usd(4000))).toEqual({
      approvers: 2,
      isDesktopOnly: true,
      rules: ['Two approvers: over.'],
      budgets: [
        { name: 'teamDay', limit: usd(25_000), used: usd(4000), remaining: usd(21_000) },
        { name: 'teamYear', limit: usd(3000), used: usd(4000), remaining: usd(-1000) },
      ],
    })
  })

  test('has no budgets where nothing is given', () => {
    expect(describeNeed({ ...decision, approvers: 0, desktopOnly: false }, null)).toEqual({
      approvers: 0,
      isDesktopOnly: false,
      rules: ['Two approvers: over.'],
      budgets: [],
    })
  })

  test('leaves out a budget of which either half is missing', () => {
    const half = { name: 'teamDay' as const, limit: 100, used: 1, remaining: null }
    const other = { name: 'teamDay' as const, limit: null, used: 1, remaining: 99 }
    expect(describeNeed({ ...decision, budgets: [half, other] }, usd(1)).budgets).toEqual([])
  })
})

test('the subject of a request is what its row says, and nothing else of the row', () => {
  const row = {
    subjectKey: 'cus_1',
    teamId: 'kestrel',
    customerStripeId: 'cus_1',
    subjectName: 'Kestrel Robotics',
    ticket: '#48213',
    verificationId: 'ver_1',
    state: 'requested',
  }
  expect(subjectOf(row)).toEqual({
    key: 'cus_1',
    teamId: 'kestrel',
    customerStripeId: 'cus_1',
    name: 'Kestrel Robotics',
    ticket: '#48213',
    verificationId: 'ver_1',
  })
})

describe('a mail about a request', () => {
  const request = {
    id: 'apr_1',
    title: 'Credit of 40.00 USD',
    teamId: 'kestrel',
    ticket: '#48213',
    requesterName: 'Ines Albrecht',
    expiresAt: Date.parse('2026-11-24T12:40:00.000Z'),
  }

  test('to an approver says what, for whom, by whom, until when, and how to open it', () => {
    expect(askedMail(request)).toEqual({
      subject: 'Waits for your word: Credit of 40.00 USD',
      text: [
        'Ines Albrecht asks: Credit of 40.00 USD for team kestrel (ticket #48213).',
        '',
        'It expires at 2026-11-24T12:40:00.000Z.',
        'Open it in the desk: countersign://approval/apr_1',
        '',
      ].join('\n'),
    })
  })

  test('to whoever asked says what became of it', () => {
    expect(answeredMail({ ...request, teamId: null, ticket: null }, 'rejected')).toEqual({
      subject: 'rejected: Credit of 40.00 USD',
      text: 'Credit of 40.00 USD: rejected.\n\nOpen it in the desk: countersign://approval/apr_1\n',
    })
  })
})
