import { describe, expect, test } from 'vitest'
import {
  type AttemptOutcome,
  IN_FLIGHT_MS,
  idempotencyKey,
  isGivenUp,
  isKeyGivenUp,
  KEY_LIFE_MS,
  mayHaveActed,
  nextMove,
  quietAt,
  retryDelayMs,
  type StepStanding,
  standingAfter,
  standingBefore,
} from '../../../server/features/executions/attempt-rules.ts'

const SENT = 1_000_000_000_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE

const standing = (over: Partial<StepStanding> = {}): StepStanding => ({
  attempt: 1,
  begunAt: SENT,
  lastOutcome: null,
  unansweredAt: null,
  ...over,
})
const at = (
  now: number,
  over: { restoredAt?: number | null; mustLook?: boolean; mayStop?: boolean; isKeyGivenUp?: boolean } = {},
) => ({
  now,
  restoredAt: over.restoredAt ?? null,
  mustLook: over.mustLook ?? false,
  mayStop: over.mayStop ?? false,
  isKeyGivenUp: over.isKeyGivenUp ?? false,
})

describe('a step that was never touched', () => {
  test('is sent', () => expect(nextMove(null, at(SENT))).toBe('first'))

  test('is looked up when a restored database may have forgotten it, once nothing can be under way', () => {
    const restoredAt = SENT
    expect(nextMove(null, at(SENT + 10 * MINUTE - 1, { restoredAt, mustLook: true }))).toBe('wait')
    expect(nextMove(null, at(SENT + 10 * MINUTE, { restoredAt, mustLook: true }))).toBe('look')
  })
})

describe('an attempt whose end nobody knows', () => {
  test.each<AttemptOutcome | null>([null, 'no-answer', 'locked', 'limited', 'key-refused'])(
    'after %s keeps its key while Stripe keeps it',
    (lastOutcome) => {
      const step = standing({ lastOutcome, unansweredAt: SENT })
      expect(nextMove(step, at(SENT + 1))).toBe('again')
      expect(nextMove(step, at(SENT + 23 * HOUR - 1))).toBe('again')
      expect(nextMove(step, at(SENT + 23 * HOUR))).toBe('look')
    },
  )

  test('is not looked up while its last request may still be under way, though the key is forgotten', () => {
    const step = standing({ lastOutcome: 'no-answer', unansweredAt: SENT + 23 * HOUR - MINUTE })
    expect(nextMove(step, at(SENT + 23 * HOUR))).toBe('wait')
    expect(nextMove(step, at(SENT + 23 * HOUR + 9 * MINUTE - 1))).toBe('wait')
    expect(nextMove(step, at(SENT + 23 * HOUR + 9 * MINUTE))).toBe('look')
  })
})

describe('a server error', () => {
  test('is looked up at once when all that was sent has been answered', () =>
    expect(nextMove(standing({ lastOutcome: 'failed' }), at(SENT + 1))).toBe('look'))

  test('is looked up only later when something before it was left unanswered', () => {
    const step = standing({ lastOutcome: 'failed', unansweredAt: SENT })
    expect(nextMove(step, at(SENT + 10 * MINUTE - 1))).toBe('wait')
    expect(nextMove(step, at(SENT + 10 * MINUTE))).toBe('look')
  })
})

describe('a refusal', () => {
  test('after something unanswered says nothing of it', () => {
    const step = standing({ lastOutcome: 'refused', unansweredAt: SENT })
    expect(nextMove(step, at(SENT + MINUTE))).toBe('wait')
    expect(nextMove(step, at(SENT + 10 * MINUTE))).toBe('look')
  })

  test('that was kept before a crash is asked for again under its key', () =>
    expect(nextMove(standing({ lastOutcome: 'refused' }), at(SENT + 1))).toBe('again'))
})

describe('what is provably absent', () => {
  test('is sent under the first key when none was made', () =>
    expect(nextMove(standing({ attempt: 0, lastOutcome: 'absent' }), at(SENT + 1))).toBe('first'))

  test('is sent under a new key otherwise', () =>
    expect(nextMove(standing({ lastOutcome: 'absent' }), at(SENT + 1))).toBe('next'))

  test('on the word of a person waits as well for what may be under way', () => {
    const step = standing({ lastOutcome: 'absent', unansweredAt: SENT })
    expect(nextMove(step, at(SENT + MINUTE))).toBe('wait')
  })
})

test('a step that was begun by a look that never ended is looked up', () => {
  expect(nextMove(standing({ attempt: 0 }), at(SENT + 1))).toBe('look')
})

describe('after a restore', () => {
  const restoredAt = SENT + HOUR

  test.each<AttemptOutcome | null>([null, 'no-answer', 'absent', 'failed', 'refused'])(
    'what was begun before it is looked up, whatever was known then (%s)',
    (lastOutcome) => {
      const moment = (now: number) => at(now, { restoredAt, mustLook: true })
      expect(nextMove(standing({ lastOutcome }), moment(restoredAt + 10 * MINUTE - 1))).toBe('wait')
      expect(nextMove(standing({ lastOutcome }), moment(restoredAt + 10 * MINUTE))).toBe('look')
    },
  )

  test('what was looked up since goes on as ever', () => {
    const step = standing({ begunAt: restoredAt + 1, lastOutcome: 'absent' })
    expect(nextMove(step, at(restoredAt + 2, { restoredAt, mustLook: true }))).toBe('next')
  })

  test('what was asked for after it knows no restore', () =>
    expect(nextMove(standing({ lastOutcome: 'no-answer' }), at(SENT + MINUTE, { restoredAt }))).toBe('again'))
})

describe('whether anything may be done', () => {
  const restoredAt = SENT + HOUR
  const moment = (mustLook: boolean) => at(restoredAt + MINUTE, { restoredAt, mustLook })

  test('not by what was never sent', () =>
    expect(mayHaveActed(standing({ attempt: 0, lastOutcome: null }), moment(false))).toBe(false))

  test('by whatever was sent and not looked up, however it was answered', () => {
    const outcomes = [null, 'no-answer', 'locked', 'limited', 'key-refused', 'failed', 'refused'] as const
    for (const lastOutcome of outcomes) expect(mayHaveActed(standing({ lastOutcome }), moment(false))).toBe(true)
  })

  test('not by what was looked up and isn’t there', () =>
    expect(mayHaveActed(standing({ lastOutcome: 'absent' }), moment(false))).toBe(false))

  test('by what a restored database only thinks it knows', () => {
    const step = standing({ lastOutcome: 'absent', begunAt: restoredAt })
    expect(mayHaveActed(step, moment(true))).toBe(true)
    expect(mayHaveActed({ ...step, begunAt: restoredAt + 1 }, moment(true))).toBe(false)
  })
})

describe('what was turned away at the door', () => {
  const turnedAway = (['limited', 'locked', 'key-refused', 'refused'] as const).map((lastOutcome) =>
    standing({ lastOutcome }),
  )

  test('is looked up first while the whole may still be stopped', () => {
    for (const step of turnedAway) expect(nextMove(step, at(SENT + 1, { mayStop: true }))).toBe('look')
  })

  test('is sent again under its key once something was done before it', () => {
    for (const step of turnedAway) expect(nextMove(step, at(SENT + 1))).toBe('again')
  })

  test('is sent again while something under its key is unanswered', () => {
    for (const step of turnedAway.filter(({ lastOutcome }) => lastOutcome !== 'refused'))
      expect(nextMove({ ...step, unansweredAt: SENT }, at(SENT + 1, { mayStop: true }))).toBe('again')
  })

  test('is looked up instead once the key is given up, when nothing can be under way any more', () => {
    const step = standing({ lastOutcome: 'key-refused', unansweredAt: SENT })
    expect(nextMove(step, at(SENT + 10 * MINUTE - 1, { isKeyGivenUp: true }))).toBe('wait')
    expect(nextMove(step, at(SENT + 10 * MINUTE, { isKeyGivenUp: true }))).toBe('look')
    expect(nextMove(step, at(SENT + 10 * MINUTE))).toBe('again')
  })
})

test('a key that refuses is given up an hour after it began, and nothing else is', () => {
  expect(isKeyGivenUp('key-refused', SENT, SENT + HOUR - 1)).toBe(false)
  expect(isKeyGivenUp('key-refused', SENT, SENT + HOUR)).toBe(true)
  expect(isKeyGivenUp('limited', SENT, SENT + HOUR)).toBe(false)
  expect(isKeyGivenUp('key-refused', null, SENT + HOUR)).toBe(false)
})

test('our own faults end it at the twentieth in a row', () => {
  expect(isGivenUp(19)).toBe(false)
  expect(isGivenUp(20)).toBe(true)
})

describe('what is kept of an attempt', () => {
  test('before it is sent: a new key counts on, the same key keeps when it was first sent', () => {
    const step = standing({ lastOutcome: 'locked', unansweredAt: SENT })
    const now = SENT + MINUTE
    expect(standingBefore(step, 'again', now)).toEqual({ ...step, unansweredAt: now })
    const fresh = { attempt: 2, begunAt: now, lastOutcome: null, unansweredAt: now }
    expect(standingBefore(step, 'next', now)).toEqual(fresh)
  })

  test('after an answer: what was left unanswered before it stays so', () => {
    expect(standingAfter('locked', SENT, SENT + 5)).toEqual({ lastOutcome: 'locked', unansweredAt: SENT })
    expect(standingAfter('failed', null, SENT + 5)).toEqual({ lastOutcome: 'failed', unansweredAt: null })
    expect(standingAfter('no-answer', null, SENT + 5)).toEqual({ lastOutcome: 'no-answer', unansweredAt: SENT + 5 })
  })

  test('a step that waits says until when', () =>
    expect(quietAt(standing({ unansweredAt: SENT }), at(SENT + 3))).toBe(SENT + 10 * MINUTE))

  test('a step of which nothing is under way is quiet now', () =>
    expect(quietAt(standing(), at(SENT + 3))).toBe(SENT + 3))
})

test('keys name request, step and attempt', () => {
  expect(idempotencyKey('apr_1', 'credit', 2)).toBe('apr_1/credit/2')
})

describe('how long it waits', () => {
  test('doubles from half a second to five minutes', () => {
    const delays = [0, 1, 2, 3, 9, 10, 100].map((tries) => retryDelayMs(tries, 'no-answer'))
    expect(delays).toEqual([500, 1000, 2000, 4000, 256_000, 300_000, 300_000])
  })

  test('is five minutes at once while Stripe refuses the key', () =>
    expect(retryDelayMs(0, 'key-refused')).toBe(300_000))
})

test('the life of a key leaves an hour of Stripe’s 24, more than what may be under way', () => {
  expect(KEY_LIFE_MS).toBe(23 * HOUR)
  expect(KEY_LIFE_MS + 2 * IN_FLIGHT_MS).toBeLessThan(24 * HOUR)
})
