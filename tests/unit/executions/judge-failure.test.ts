import { describe, expect, test } from 'vitest'
import { judgeFailure } from '../../../server/features/executions/judge-failure.ts'
import { AppError, GatewayError, type GatewayFailure } from '../../../server/kernel/errors.ts'

const stripeFailure = (failure: GatewayFailure, message: string | null = null) =>
  new GatewayError('stripe', failure, {
    retryable: false,
    stripe: { status: 402, type: 'card_error', code: null, declineCode: null, message, requestId: null },
  })

describe('what a failed call to Stripe means for its step', () => {
  test.each([
    ['unreachable', 'no-answer', 'STRIPE_UNREACHABLE'],
    ['timed-out', 'no-answer', 'STRIPE_UNREACHABLE'],
    ['nonsense', 'no-answer', 'STRIPE_NONSENSE'],
    ['locked', 'locked', 'STRIPE_RATE_LIMITED'],
    ['rate-limited', 'limited', 'STRIPE_RATE_LIMITED'],
    ['key-refused', 'key-refused', 'STRIPE_KEY_REFUSED'],
    ['failed', 'failed', 'STRIPE_UNREACHABLE'],
    ['key-reused', 'failed', 'STRIPE_REFUSED'],
    ['refused', 'refused', 'STRIPE_REFUSED'],
  ] as const)('%s: %s', (failure, outcome, code) => {
    expect(judgeFailure(stripeFailure(failure))).toMatchObject({ outcome, code })
  })

  test('a refusal is told in Stripe’s words', () => {
    expect(judgeFailure(stripeFailure('refused', 'Your card was declined.'))?.text).toBe(
      'Stripe refused: Your card was declined.',
    )
  })

  test('no other failure quotes Stripe', () => {
    expect(judgeFailure(stripeFailure('failed', 'inside'))?.text).toBe('Stripe could not be asked.')
  })

  test('our own refusal before anything was sent is one', () => {
    expect(judgeFailure(new AppError('TEAM_NOT_PROVEN', { detail: 'gone' }))).toEqual({
      outcome: 'refused',
      code: 'TEAM_NOT_PROVEN',
      text: 'There is no live proof of this team for this ticket.',
      detail: 'gone',
    })
  })
})

describe('what is no matter of Stripe', () => {
  test.each([
    ['the database', new GatewayError('database', 'unreachable', { retryable: true })],
    ['a full disk', new GatewayError('database', 'full', { retryable: false })],
    ['a mistake of ours', new TypeError('x is undefined')],
    ['something that is no error', 'text'],
  ])('%s is left to whoever called', (_what, error) => {
    expect(judgeFailure(error)).toBeNull()
  })
})
