import { describe, expect, it } from 'vitest'
import {
  CHECKPOINT_AFTER_MS,
  CHECKPOINT_EVERY,
  FULL_SWEEP_EVERY_MS,
  isCheckpointDue,
  RECENT_MS,
  sweepFrom,
} from '../../../server/features/audit-log/sealing-rules.ts'
import { AT } from './a-chain.ts'

const due = (lastSequence: number, checkpoint: { sequence: number; at: number } | null, now = AT) =>
  isCheckpointDue({ lastSequence, checkpoint, now })

describe('a checkpoint is due', () => {
  it('never over nothing new', () => {
    expect(due(0, null)).toBe(false)
    expect(due(7, { sequence: 7, at: AT - CHECKPOINT_AFTER_MS })).toBe(false)
  })

  it('at once over the first entry', () => expect(due(1, null)).toBe(true))

  it('every so many entries', () => {
    expect(due(CHECKPOINT_EVERY + 6, { sequence: 7, at: AT })).toBe(false)
    expect(due(CHECKPOINT_EVERY + 7, { sequence: 7, at: AT })).toBe(true)
  })

  it('each hour when there is something new', () => {
    expect(due(8, { sequence: 7, at: AT - CHECKPOINT_AFTER_MS + 1 })).toBe(false)
    expect(due(8, { sequence: 7, at: AT - CHECKPOINT_AFTER_MS })).toBe(true)
  })

  it('when the clock fell back by more than an hour, not only once it has caught up', () => {
    expect(due(8, { sequence: 7, at: AT + CHECKPOINT_AFTER_MS })).toBe(true)
  })
})

describe('the sealer looks', () => {
  it('at everything first, then at what is recent, and at everything again in a while', () => {
    expect(sweepFrom(null, AT)).toBeNull()
    expect(sweepFrom(AT, AT + 1000)).toBe(AT + 1000 - RECENT_MS)
    expect(sweepFrom(AT, AT + FULL_SWEEP_EVERY_MS)).toBeNull()
    expect(sweepFrom(AT, AT - FULL_SWEEP_EVERY_MS)).toBeNull()
  })
})
