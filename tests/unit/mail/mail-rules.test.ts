import { describe, expect, test } from 'vitest'
import { verdictOf } from '../../../server/adapters/mail/smtp-verdict.ts'
import { headerText, pauseAfter } from '../../../server/features/mail/mail-rules.ts'

test('pauses double from half a minute to an hour and end after twenty attempts', () => {
  expect([1, 2, 3, 7, 8, 9, 19, 20].map(pauseAfter)).toEqual([
    30_000,
    60_000,
    120_000,
    1_920_000,
    3_600_000,
    3_600_000,
    3_600_000,
    null,
  ])
})

test('a header is one line', () => {
  expect(headerText(' a\r\nb\u2028c\u0000 ')).toBe('a b c')
})

describe('what a failed hand-over means', () => {
  const failed = { code: 'EENVELOPE', responseCode: null, isTold: false }

  test('refused for good: a 5xx to the mail, before or after its body', () => {
    expect(verdictOf({ ...failed, responseCode: 550 }).verdict).toBe('never')
    expect(verdictOf({ ...failed, code: 'EMESSAGE', responseCode: 554, isTold: true }).verdict).toBe('never')
  })

  test('to be tried again: a 4xx, no connection, a password that an administrator has to mend', () => {
    expect(verdictOf({ ...failed, responseCode: 421 }).verdict).toBe('later')
    expect(verdictOf({ ...failed, code: 'EAUTH', responseCode: 535 }).verdict).toBe('later')
    expect(verdictOf({ ...failed, code: 'ECONNECTION' }).verdict).toBe('later')
    expect(verdictOf({ ...failed, responseCode: 451, isTold: true }).verdict).toBe('later')
  })

  test('unknown: silence after the body was on its way', () => {
    expect(verdictOf({ ...failed, code: 'ETIMEDOUT', isTold: true }).verdict).toBe('unknown')
  })
})
