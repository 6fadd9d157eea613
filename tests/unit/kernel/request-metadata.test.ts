import { expect, test } from 'vitest'
import { requestMetadata } from '../../../server/ports/request-metadata.ts'

const mark = { request: 'req_1', step: 'credit', ticket: null, team: 'T1', reason: null }

test('what a request doesn’t have is left out: Stripe would take an empty value for a removal', () => {
  expect(requestMetadata(mark)).toEqual({ countersign_request: 'req_1', countersign_step: 'credit', team: 'T1' })
  expect(requestMetadata({ ...mark, reason: '', ticket: '' })).toEqual(requestMetadata(mark))
})

test('a reason of exactly 500 characters is kept, one more is cut', () => {
  expect(requestMetadata({ ...mark, reason: 'x'.repeat(500) })['reason']).toBe('x'.repeat(500))
  expect(requestMetadata({ ...mark, reason: 'x'.repeat(501) })['reason']).toBe('x'.repeat(500))
})

test('no character is cut in half', () => {
  // 499 and a pair of two would be 501.
  expect(requestMetadata({ ...mark, reason: `${'x'.repeat(499)}😀` })['reason']).toBe('x'.repeat(499))
  expect(requestMetadata({ ...mark, reason: `${'x'.repeat(498)}😀` })['reason']).toBe(`${'x'.repeat(498)}😀`)
})
