import { describe, expect, test } from 'vitest'
import { canonicalText, detailText, didText } from '../../../src-renderer/features/audit/entry-texts.ts'
import { filterOf, rangeOf, whenOf } from '../../../src-renderer/features/audit/filter-rules.ts'
import { rowIdOf, rowsOf } from '../../../src-renderer/features/audit/row-rules.ts'
import type { AuditCheckpoint, AuditEntry } from '../../../src-shared/features/audit.ts'

// Guards: the log is shown in its order, with its checkpoints where they bite, and a link asks the same thing all day.

const NOW = '2026-11-20T12:40:00.000Z'

const entry = (sequence: number | null, over: Partial<AuditEntry> = {}): AuditEntry => ({
  sequence,
  id: `aud_${sequence ?? 'open'}`,
  at: NOW,
  actor: { kind: 'staff', id: 'stf_1', name: 'Ines Albrecht', device: null },
  action: 'team.verified',
  outcome: 'done',
  subject: { kind: 'team', id: '7Kq9xLw2Vd', name: null },
  ticket: null,
  reason: null,
  requestId: null,
  details: {},
  hash: null,
  previousHash: null,
  ...over,
})

const checkpoint = (sequence: number): AuditCheckpoint => ({ sequence, hash: 'h', at: NOW, keyId: 'k', signature: 's' })

describe('rows', () => {
  test('a checkpoint stands above the newest entry that it covers', () => {
    const rows = rowsOf([entry(null), entry(9), entry(8), entry(7)], [checkpoint(8)])
    expect(rows.map(rowIdOf)).toEqual(['aud_open', 'aud_9', 'checkpoint-8', 'aud_8', 'aud_7'])
  })

  test('with a filter its own entry may be missing', () => {
    const rows = rowsOf([entry(9), entry(3)], [checkpoint(8), checkpoint(5)])
    expect(rows.map(rowIdOf)).toEqual(['aud_9', 'checkpoint-8', 'checkpoint-5', 'aud_3'])
  })

  test('two pages that both carry it show it once', () => {
    const rows = rowsOf([entry(9), entry(8)], [checkpoint(8), checkpoint(8)])
    expect(rows.map(rowIdOf)).toEqual(['aud_9', 'checkpoint-8', 'aud_8'])
  })
})

describe('filter', () => {
  test('days are whole days in UTC', () => {
    expect(filterOf({ when: 'today' }, NOW)).toEqual({ from: '2026-11-20T00:00:00.000Z' })
    expect(filterOf({ when: '7d' }, NOW)).toEqual({ from: '2026-11-14T00:00:00.000Z' })
    expect(filterOf({ when: '2026-11-01..2026-11-02' }, NOW)).toEqual({
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-11-02T23:59:59.999Z',
    })
    expect(filterOf({ when: '..2026-11-02' }, NOW)).toEqual({ to: '2026-11-02T23:59:59.999Z' })
  })

  test('an unreadable condition asks for everything, never for something else', () => {
    expect(filterOf({ when: 'whenever', outcome: 'maybe' }, NOW)).toEqual({})
    expect(rangeOf('2026-13-77..2026-11-02')).toEqual({ from: '', to: '2026-11-02' })
    expect(whenOf({ from: '', to: '' })).toBeUndefined()
  })

  test('the others go through as they are', () => {
    const search = { who: 'stf_1', did: 'team.verified', outcome: 'refused', ticket: '#1', subject: 'cus_1' }
    expect(filterOf(search, NOW)).toEqual({
      actorId: 'stf_1',
      action: 'team.verified',
      outcome: 'refused',
      ticket: '#1',
      subjectId: 'cus_1',
    })
  })
})

describe('entries in words', () => {
  test('a refusal says so', () => {
    expect(didText(entry(1))).toBe('verified')
    expect(didText(entry(1, { outcome: 'refused' }))).toBe('was refused: verified')
    expect(didText(entry(1, { action: 'license.seat-released' }))).toBe('seat released')
  })

  test('hashes of personal values are not told in a list', () => {
    expect(
      detailText({ personal: { a: 'f00' }, session: 'ses_1', strength: 'weak', roles: ['support', 'admin'] }),
    ).toBe('strength weak, roles support, admin')
  })

  test('details stand in the order in which they are hashed', () => {
    expect(canonicalText({ b: 1, a: { d: [{ z: 1, y: 2 }], c: null } })).toBe(
      JSON.stringify({ a: { c: null, d: [{ y: 2, z: 1 }] }, b: 1 }, null, 2),
    )
  })
})
