import type { ErrorCode } from '@countersign/shared/errors'
import { describe, expect, test } from 'vitest'
import { AppError, assert, errorCodeOf, GatewayError, type GatewayFailure } from '../../../server/kernel/errors.ts'

const failed = (gateway: GatewayError['gateway'], failure: GatewayFailure) =>
  errorCodeOf(new GatewayError(gateway, failure, { retryable: true, detail: 'a detail for the log' }))

describe('what staff are told of a failed gateway', () => {
  test.each<[GatewayFailure, ErrorCode]>([
    ['unreachable', 'STRIPE_UNREACHABLE'],
    ['timed-out', 'STRIPE_UNREACHABLE'],
    ['failed', 'STRIPE_UNREACHABLE'],
    ['rate-limited', 'STRIPE_RATE_LIMITED'],
    ['locked', 'STRIPE_RATE_LIMITED'],
    ['key-reused', 'STRIPE_REFUSED'],
    ['key-refused', 'STRIPE_KEY_REFUSED'],
    ['nonsense', 'STRIPE_NONSENSE'],
    ['refused', 'STRIPE_REFUSED'],
  ])('Stripe %s: %s', (failure, code) => {
    expect(failed('stripe', failure)).toBe(code)
  })

  test('a full disk is told apart from a database that is away', () => {
    expect(failed('database', 'full')).toBe('DATABASE_FULL')
    expect(failed('database', 'unreachable')).toBe('DATABASE_UNAVAILABLE')
    expect(failed('database', 'timed-out')).toBe('DATABASE_UNAVAILABLE')
  })

  test('an identity provider that is away is no failed sign-in', () => {
    expect(failed('identity-provider', 'unreachable')).toBe('IDENTITY_PROVIDER_UNREACHABLE')
  })
})

test('what isn’t ours is internal, and its words go nowhere', () => {
  expect(errorCodeOf(new Error('secret stack'))).toBe('INTERNAL')
  expect(errorCodeOf(undefined)).toBe('INTERNAL')
})

test('a refusal keeps its detail for the log and says the catalogue’s text', () => {
  const refusal = new AppError('NOT_FOUND', { detail: 'row 7', data: { id: 'x' } })
  expect(refusal.message).toBe('There is nothing under that id.')
  expect(errorCodeOf(refusal)).toBe('NOT_FOUND')
})

test('a broken invariant throws and says why', () => {
  expect(() => assert(false, 'two live proofs')).toThrow('broken invariant: two live proofs')
  expect(() => assert(true, 'never')).not.toThrow()
})
