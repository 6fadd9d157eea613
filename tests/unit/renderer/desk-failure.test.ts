import { TRPCClientError } from '@trpc/client'
import { describe, expect, test } from 'vitest'
import { DeskFailure, failureFrom, failureOf } from '../../../src-renderer/lib/failure.ts'
import { parseSearchText, writeSearchText } from '../../../src-renderer/lib/search-text.ts'
import { deepLink, deskPaths } from '../../../src-renderer/lib/desk-paths.ts'

// Guards: every failure says what happened and what next, in the companion's words, and carries its id when it has one.

describe('failures', () => {
  test('a refusal keeps code, words and request id', () => {
    const error = TRPCClientError.from({
      error: {
        code: -32603,
        message: 'Stripe could not be asked.',
        data: { code: 'STRIPE_UNREACHABLE', httpStatus: 503, next: 'Try again.', requestId: 'r-1', retryable: true },
      },
    })
    expect(failureOf(error)).toMatchObject({
      code: 'STRIPE_UNREACHABLE',
      text: 'Stripe could not be asked.',
      next: 'Try again.',
      requestId: 'r-1',
      isRetryable: true,
    })
  })

  test('a call that never arrived is a companion that cannot be reached', () => {
    expect(failureOf(TRPCClientError.from(new TypeError('Failed to fetch'))).code).toBe('SERVER_UNREACHABLE')
  })

  test('a fault of the desk itself is not blamed on the network', () => {
    expect(failureOf(new RangeError('broken')).code).toBe('INTERNAL')
  })

  test('a code of a newer companion is no known code', () => {
    const error = TRPCClientError.from({
      error: { code: -32603, message: 'm', data: { code: 'FROM_THE_FUTURE', httpStatus: 400, requestId: 'r-2' } },
    })
    expect(failureOf(error)).toMatchObject({ code: 'INTERNAL', requestId: 'r-2' })
  })

  test('the sign-in endpoints hand their refusal through', () => {
    const failure = failureFrom('INPUT_INVALID', { refusal: { issues: [{ path: 'email', message: 'm' }] } })
    expect(failureOf(new DeskFailure(failure)).issues).toEqual([{ path: 'email', message: 'm' }])
  })
})

describe('addresses', () => {
  test('what looks like a number stays the text it was', () => {
    expect(parseSearchText('?ticket=0048213&team=1e5')).toEqual({ ticket: '0048213', team: '1e5' })
  })

  test('what is not given is not written', () => {
    expect(writeSearchText({ q: '', item: undefined, tab: 'invoices' })).toBe('?tab=invoices')
    expect(writeSearchText({})).toBe('')
  })

  test('a link written is a link read', () => {
    const path = deskPaths.verify({ team: 'a:b.c', ticket: '#48 213&x=1' })
    expect(parseSearchText(path.slice(path.indexOf('?')))).toEqual({ team: 'a:b.c', ticket: '#48 213&x=1' })
  })

  test('a deep link names team and ticket', () => {
    expect(deepLink('7Kq9xLw2Vd', '#48213')).toBe('countersign://team/7Kq9xLw2Vd?ticket=%2348213')
  })
})
