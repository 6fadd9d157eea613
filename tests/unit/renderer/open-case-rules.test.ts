import { describe, expect, test } from 'vitest'
import { openCases } from '../../../src-renderer/features/teams/open-case-rules.ts'
import type { VerificationLine } from '../../../src-shared/features/teams.ts'

// Guards: nobody takes an ended proof for a live one, and no ticket that proved nothing drops out of sight.

const NOW = '2026-11-20T12:40:00.000Z'

const line = (over: Partial<VerificationLine>): VerificationLine => ({
  id: 'ver_1',
  ticket: '#48213',
  teamId: '7Kq9xLw2Vd',
  strength: 'proven',
  customerStripeId: 'cus_1',
  customerName: 'Kestrel Robotics',
  staffName: 'Ines Albrecht',
  at: '2026-11-20T12:00:00.000Z',
  liveUntil: '2026-11-20T20:00:00.000Z',
  ...over,
})

const ids = (lines: readonly VerificationLine[]) => openCases(lines, NOW).map(({ id }) => id)

describe('open cases', () => {
  test('a proof that ended is no open case', () => {
    expect(ids([line({ liveUntil: NOW })])).toEqual([])
  })

  test('the latest verdict of a ticket on a team stands for it', () => {
    const older = line({ id: 'old' })
    const newer = line({ id: 'new', strength: 'unverified', liveUntil: null, at: '2026-11-20T12:30:00.000Z' })
    expect(ids([older, newer])).toEqual(['new'])
  })

  test('one ticket on two teams is two cases', () => {
    expect(ids([line({ id: 'a' }), line({ id: 'b', teamId: 'mT9bQe2LxC' })])).toEqual(['a', 'b'])
  })

  test('what proved nothing stays for as long as a proof would live', () => {
    const weak = { strength: 'weak', liveUntil: null } as const
    expect(ids([line({ ...weak, id: 'kept', at: '2026-11-20T05:00:00.000Z' })])).toEqual(['kept'])
    expect(ids([line({ ...weak, id: 'gone', at: '2026-11-20T04:00:00.000Z' })])).toEqual([])
  })

  test('a clock that is behind the companion hides nothing', () => {
    const ahead = line({ strength: 'unknown', liveUntil: null, at: '2026-11-20T12:40:05.000Z' })
    expect(ids([ahead])).toEqual(['ver_1'])
  })
})
