import { describe, expect, test } from 'vitest'
import {
  type AppliedTenant,
  differenceWords,
  findDifferences,
} from '../../../server/features/tenants/difference-rules.ts'

const APPLIED: AppliedTenant = { state: 'active', limits: { 'max-users': 5 }, ignoredLimits: [] }
const SAME = { states: ['active'], said: 'active', limits: { 'max-users': 5 } }

describe('no difference', () => {
  test.each([
    ['the same', APPLIED, SAME],
    [
      'a state that stands for two of ours',
      { ...APPLIED, state: 'archived' },
      { ...SAME, states: ['suspended', 'archived'] },
    ],
    ['limits that aren’t told', APPLIED, { ...SAME, limits: null }],
    ['limits that were never applied', { ...APPLIED, limits: null }, { ...SAME, limits: { 'max-users': 9 } }],
    ['a limit that the other side doesn’t know', { ...APPLIED, ignoredLimits: ['max-users'] }, { ...SAME, limits: {} }],
    ['nothing there of what is suspended', { ...APPLIED, state: 'suspended' }, null],
    ['nothing there of what is archived', { ...APPLIED, state: 'archived' }, null],
  ])('%s', (_name, applied, told) => expect(findDifferences(applied, told)).toEqual([]))
})

describe('a difference', () => {
  test.each([
    [
      'another state',
      { ...SAME, states: ['suspended'], said: 'STATE_SUSPENDED' },
      ['state', 'active', 'STATE_SUSPENDED'],
    ],
    [
      'a state that is none of ours',
      { ...SAME, states: [], said: 'STATE_REJECTED' },
      ['state', 'active', 'STATE_REJECTED'],
    ],
    ['another limit', { ...SAME, limits: { 'max-users': 9 } }, ['max-users', '5', '9']],
    ['a limit that is gone', { ...SAME, limits: {} }, ['max-users', '5', 'unlimited']],
    [
      'a limit that nobody asked for',
      { ...SAME, limits: { 'max-users': 5, 'max-clients': 0 } },
      ['max-clients', 'unlimited', '0'],
    ],
    ['nothing there', null, ['tenant', 'active', 'none']],
  ])('%s', (_name, told, [what, applied, actual]) =>
    expect(findDifferences(APPLIED, told)).toEqual([{ what, applied, actual }]),
  )

  test('is told in a sentence', () => {
    const told = { states: ['suspended'], said: 'suspended', limits: { 'max-users': 9 } }
    expect(differenceWords(findDifferences(APPLIED, told))).toBe(
      'state is suspended, not active; max-users is 9, not 5',
    )
  })
})
