import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type AttemptOutcome,
  type Move,
  nextMove,
  type StepStanding,
  standingAfter,
  standingBefore,
} from '../../../server/features/executions/attempt-rules.ts'

// Whatever happens, and in whatever order, no second key is made while a request under an earlier one may still be under
// way, no key is used once Stripe may have forgotten it, and a new key is only made of a look that came after all that.

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** The longest that a request lives on in this model after its client gave it up. */
const LONGEST_LIFE = 9 * MINUTE

type Turn = {
  /** null: the process died after sending, and nobody saw an answer. */
  readonly outcome: Exclude<AttemptOutcome, 'absent'> | null
  readonly passes: number
  readonly lives: number
  /** Whether nothing was done before this step, so that it may still be stopped. */
  readonly mayStop: boolean
  readonly isKeyGivenUp: boolean
}

const passes = fc.oneof(
  fc.integer({ min: 0, max: 12 * MINUTE }),
  fc.integer({ min: 22 * 60 * MINUTE, max: 25 * 60 * MINUTE }),
)
const turns = fc.array(
  fc.record<Turn>({
    outcome: fc.constantFrom('no-answer', 'locked', 'limited', 'key-refused', 'failed', 'refused', null),
    passes,
    lives: fc.integer({ min: 0, max: LONGEST_LIFE }),
    mayStop: fc.boolean(),
    isKeyGivenUp: fc.boolean(),
  }),
  { minLength: 1, maxLength: 40 },
)

interface Sent {
  readonly attempt: number
  /** Until when it may still take effect. */
  readonly until: number
}

interface State {
  now: number
  step: StepStanding | null
  restoredAt: number | null
  sent: Sent[]
  keyBorn: Map<number, number>
  lookedAt: number | null
  moves: Record<Move, number>
}

const send = (state: State, move: 'first' | 'again' | 'next', turn: Turn): void => {
  const { now } = state
  const old = state.step ?? { attempt: 0, begunAt: now, lastOutcome: null, unansweredAt: null }
  const left = move === 'again' ? old.unansweredAt : null
  const before = standingBefore(old, move, now)
  const isNewKey = !state.keyBorn.has(before.attempt)
  if (isNewKey) {
    const underWay = state.sent.filter(({ attempt, until }) => attempt !== before.attempt && until > now)
    expect(underWay).toEqual([])
    if (before.attempt > 1)
      expect(state.lookedAt).toBeGreaterThanOrEqual(Math.max(...state.sent.map(({ until }) => until)))
    state.keyBorn.set(before.attempt, now)
  }
  expect(now - (state.keyBorn.get(before.attempt) ?? 0)).toBeLessThan(DAY)
  // Only an answer proves that a request is at its end; what was seen to end lives no longer.
  const isSeen = turn.outcome !== null && turn.outcome !== 'no-answer'
  state.sent.push({ attempt: before.attempt, until: isSeen ? now : now + turn.lives })
  state.step = turn.outcome === null ? before : { ...before, ...standingAfter(turn.outcome, left, now) }
}

const take = (state: State, turn: Turn): void => {
  const { now, restoredAt } = state
  const move = nextMove(state.step, {
    now,
    restoredAt,
    mustLook: restoredAt !== null,
    mayStop: turn.mayStop,
    isKeyGivenUp: turn.isKeyGivenUp,
  })
  state.moves[move] += 1
  if (move === 'look') {
    const old = state.step ?? { attempt: 0, begunAt: now, lastOutcome: null, unansweredAt: null }
    state.step = { ...old, lastOutcome: 'absent', begunAt: now, unansweredAt: null }
    state.lookedAt = now
  } else if (move !== 'wait') send(state, move, turn)
}

const live = (history: readonly Turn[], backupAt: number | null): State['moves'] => {
  const state: State = {
    now: 1_000_000_000_000,
    step: null,
    restoredAt: null,
    sent: [],
    keyBorn: new Map(),
    lookedAt: null,
    moves: { first: 0, again: 0, next: 0, look: 0, wait: 0 },
  }
  let kept: StepStanding | null = null
  for (const [index, turn] of history.entries()) {
    if (index === backupAt) kept = state.step
    take(state, turn)
    state.now += turn.passes
    if (backupAt !== null && index === backupAt + 5) {
      // The numbers of keys begin anew with the backup; Stripe knows them still, which the life of a key covers.
      state.step = kept
      state.restoredAt = state.now
      for (const attempt of state.keyBorn.keys()) if (attempt > (kept?.attempt ?? 0)) state.keyBorn.delete(attempt)
    }
  }
  return state.moves
}

test('no history makes a second key while the first may be under way', () => {
  const seen = { first: 0, again: 0, next: 0, look: 0, wait: 0 }
  fc.assert(
    fc.property(turns, (history) => {
      for (const [move, times] of Object.entries(live(history, null))) seen[move as Move] += times
    }),
    { numRuns: 3000 },
  )
  // A property that never came to the interesting moves would prove nothing.
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(100)
})

test('nor does one with a backup put back in the middle', () => {
  fc.assert(
    fc.property(turns, fc.nat({ max: 20 }), (history, backupAt) => {
      live(history, backupAt)
    }),
    { numRuns: 3000 },
  )
})
