import type { RequestLine } from '@countersign/shared/features/approvals'
import { describe, expect, test } from 'vitest'
import { possibleWith } from '../../../src-renderer/features/approvals/action-rules.ts'
import {
  canBeOneOfSeveral,
  countViews,
  groupOf,
  groupRequests,
  mergeLines,
  severalByKind,
  stepFrom,
} from '../../../src-renderer/features/approvals/list-rules.ts'

const jonas = { id: 'stf_jonas', isApprover: true }
const ines = { id: 'stf_ines', isApprover: false }

const aLine = (over: Partial<RequestLine> = {}): RequestLine => ({
  id: 'apr_1',
  kind: 'credit.issue',
  title: 'Credit of 40.00 USD',
  state: 'requested',
  teamId: 'T-1',
  customerStripeId: 'cus_1',
  subjectName: 'Kestrel Robotics',
  ticket: 'INC-1',
  given: { amount: 4000, currency: 'usd' },
  requesterId: ines.id,
  requesterName: 'Ines Albrecht',
  approversNeeded: 1,
  approvals: 0,
  createdAt: '2026-11-20T12:00:00.000Z',
  expiresAt: '2026-11-23T12:00:00.000Z',
  changedAt: '2026-11-20T12:00:00.000Z',
  waitsFor: 'approver',
  mayDecide: true,
  mayNotBecause: null,
  ...over,
})

describe('the heap of a request', () => {
  test('is theirs who can do the next thing', () => {
    expect(groupOf(aLine(), jonas)).toBe('you')
    expect(groupOf(aLine({ mayDecide: false }), ines)).toBe('mine')
    expect(groupOf(aLine({ mayDecide: false, waitsFor: 'requester' }), ines)).toBe('you')
    expect(groupOf(aLine({ mayDecide: false }), jonas)).toBe('others')
    expect(groupOf(aLine({ state: 'needs-person', mayDecide: false }), jonas)).toBe('you')
    expect(groupOf(aLine({ state: 'needs-person', mayDecide: false }), ines)).toBe('you')
    expect(groupOf(aLine({ state: 'needs-person', mayDecide: false, requesterId: jonas.id }), ines)).toBe('others')
    expect(groupOf(aLine({ state: 'stale', mayDecide: false }), ines)).toBe('decided')
  })
})

describe('a view', () => {
  const waiting = aLine({ id: 'apr_3' })
  const own = aLine({ id: 'apr_2', requesterId: jonas.id, mayDecide: false })
  const old = aLine({ id: 'apr_0', state: 'done', mayDecide: false, changedAt: '2026-11-20T13:00:00.000Z' })
  const newer = aLine({ id: 'apr_1', state: 'rejected', mayDecide: false, changedAt: '2026-11-20T14:00:00.000Z' })
  const all = [old, own, waiting, newer]

  test('shows what waits first, then what was decided, the latest change first', () => {
    const shown = groupRequests(all, 'you', jonas).map(({ id, lines }) => [id, lines.map((line) => line.id)])
    expect(shown).toEqual([
      ['you', ['apr_3']],
      ['mine', ['apr_2']],
      ['decided', ['apr_1', 'apr_0']],
    ])
  })

  test('of one’s own, of all that is open, of what was decided', () => {
    const ids = (view: 'mine' | 'everyone' | 'decided') =>
      groupRequests(all, view, jonas).flatMap(({ lines }) => lines.map(({ id }) => id))
    expect(ids('mine')).toEqual(['apr_2'])
    expect(ids('everyone')).toEqual(['apr_3', 'apr_2'])
    expect(ids('decided')).toEqual(['apr_1', 'apr_0'])
    expect(countViews(all, jonas)).toEqual({ you: 1, mine: 1, everyone: 2, decided: undefined })
  })

  test('has each request once, as the later list tells it', () => {
    expect(mergeLines([aLine({ state: 'requested' })], [aLine({ state: 'done' }), waiting])).toEqual([
      waiting,
      aLine({ state: 'done' }),
    ])
  })
})

describe('moving in the list', () => {
  test.each([
    [undefined, 1, 'a'],
    [undefined, -1, 'c'],
    ['a', 1, 'b'],
    ['a', -1, 'a'],
    ['c', 1, 'c'],
    ['b', Number.NEGATIVE_INFINITY, 'a'],
    ['b', Number.POSITIVE_INFINITY, 'c'],
    ['gone', 1, 'a'],
  ])('from %s by %d to %s', (from, by, to) => expect(stepFrom(['a', 'b', 'c'], from, by)).toBe(to))

  test('leads nowhere in an empty one', () => expect(stepFrom([], undefined, 1)).toBeUndefined())
})

describe('several at once', () => {
  test('only what one signature decides, never power, and never a word on what nobody can prove', () => {
    expect(canBeOneOfSeveral(aLine())).toBe(true)
    expect(canBeOneOfSeveral(aLine({ approversNeeded: 2 }))).toBe(false)
    expect(canBeOneOfSeveral(aLine({ mayDecide: false }))).toBe(false)
    expect(canBeOneOfSeveral(aLine({ kind: 'staff.appoint-approver' }))).toBe(false)
    expect(canBeOneOfSeveral(aLine({ kind: 'execution.resolve' }))).toBe(false)
  })

  test('kinds with at least two', () => {
    const lines = [aLine({ id: '1' }), aLine({ id: '2' }), aLine({ id: '3', kind: 'coupon.code' })]
    expect([...severalByKind(lines)].map(([kind, own]) => [kind, own.length])).toEqual([['credit.issue', 2]])
  })
})

describe('what can be done', () => {
  const shown = (over: object) => ({ ...aLine(), replacedById: null, ...over }) as Parameters<typeof possibleWith>[0]

  test('with a request of somebody else', () => {
    expect(possibleWith(shown({}), jonas)).toEqual({
      decide: true,
      mayNot: null,
      ask: true,
      answer: false,
      withdraw: false,
      again: false,
      resolve: false,
    })
  })

  test('with one’s own: withdraw, answer, ask again once', () => {
    const own = { mayDecide: false, mayNotBecause: 'You asked for this yourself.' }
    expect(possibleWith(shown(own), ines)).toMatchObject({
      decide: false,
      withdraw: true,
      ask: false,
      mayNot: own.mayNotBecause,
    })
    expect(possibleWith(shown({ ...own, waitsFor: 'requester' }), ines).answer).toBe(true)
    expect(possibleWith(shown({ ...own, state: 'stale' }), ines)).toMatchObject({
      again: true,
      withdraw: false,
      mayNot: null,
    })
    expect(possibleWith(shown({ ...own, state: 'stale', replacedById: 'apr_2' }), ines).again).toBe(false)
    expect(possibleWith(shown({ ...own, state: 'done' }), ines).again).toBe(false)
  })

  test('with what needs a person: whoever looked may say so, whoever asked too, since another signs it', () => {
    const stuck = { state: 'needs-person', mayDecide: false }
    expect(possibleWith(shown(stuck), jonas).resolve).toBe(true)
    expect(possibleWith(shown(stuck), ines).resolve).toBe(true)
    expect(possibleWith(shown({ ...stuck, state: 'executing' }), jonas).resolve).toBe(false)
  })
})
