import { isOpen, REQUEST_STATES, type RequestState } from '@countersign/shared/features/approvals'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bindingDifferences,
  decisionRefusal,
  isCounted,
  REFUSAL_WORDS,
  waitsFor,
} from '../../../server/features/approvals/request-rules.ts'

const NOW = 1000
const open = {
  state: 'requested' as RequestState,
  expiresAt: NOW + 1,
  requesterId: 'ines',
  subjectKey: 'cus_1',
  target: null,
  decidedBy: [] as string[],
}
const jonas = { id: 'jonas', isApprover: true }

describe('who may decide', () => {
  test('another approver, while it is open', () => {
    expect(decisionRefusal(open, jonas, NOW)).toBeNull()
  })

  test('nobody in any other state, even of an approver', () => {
    for (const state of REQUEST_STATES.filter((one) => one !== 'requested'))
      expect(decisionRefusal({ ...open, state }, jonas, NOW)).toBe('not-open')
  })

  test('nobody from the millisecond on which it expires', () => {
    expect(decisionRefusal({ ...open, expiresAt: NOW + 1 }, jonas, NOW)).toBeNull()
    expect(decisionRefusal({ ...open, expiresAt: NOW }, jonas, NOW)).toBe('expired')
    expect(decisionRefusal({ ...open, expiresAt: NOW - 1 }, jonas, NOW)).toBe('expired')
  })

  test('never the requester, approver or not; never somebody without the role; never one person twice', () => {
    expect(decisionRefusal(open, { id: 'ines', isApprover: true }, NOW)).toBe('own')
    expect(decisionRefusal(open, { id: 'ines', isApprover: false }, NOW)).toBe('own')
    expect(decisionRefusal(open, { id: 'kofi', isApprover: false }, NOW)).toBe('no-approver')
    expect(decisionRefusal({ ...open, decidedBy: ['mara', 'jonas'] }, jonas, NOW)).toBe('decided-before')
    expect(decisionRefusal({ ...open, decidedBy: ['mara'] }, jonas, NOW)).toBeNull()
  })

  test('nobody on their own power, whoever asked for it', () => {
    expect(decisionRefusal({ ...open, subjectKey: 'staff:jonas' }, jonas, NOW)).toBe('about-them')
    expect(decisionRefusal({ ...open, subjectKey: 'staff:mara' }, jonas, NOW)).toBeNull()
  })

  test('nobody on what became of something that they asked for, or that was about their own power', () => {
    const target = { requesterId: 'mara', aboutStaffId: 'kofi' }
    expect(decisionRefusal({ ...open, target }, { id: 'mara', isApprover: true }, NOW)).toBe('asked-for-it')
    expect(decisionRefusal({ ...open, target }, { id: 'kofi', isApprover: true }, NOW)).toBe('about-them-too')
    expect(decisionRefusal({ ...open, target }, jonas, NOW)).toBeNull()
    expect(decisionRefusal({ ...open, target: { ...target, aboutStaffId: null } }, jonas, NOW)).toBeNull()
  })

  test('whatever is thrown at it, nobody passes who asked for it themselves', () => {
    const person = fc.record({ id: fc.constantFrom('ines', 'jonas'), isApprover: fc.boolean() })
    const request = fc.record({
      state: fc.constantFrom(...REQUEST_STATES),
      expiresAt: fc.integer({ min: 0, max: 2000 }),
      requesterId: fc.constantFrom('ines', 'jonas'),
      subjectKey: fc.constantFrom('cus_1', 'staff:jonas'),
      target: fc.option(
        fc.record({ requesterId: fc.constantFrom('ines', 'jonas'), aboutStaffId: fc.constantFrom('jonas', null) }),
      ),
      decidedBy: fc.subarray(['ines', 'jonas']),
    })
    fc.assert(
      fc.property(request, person, (one, who) => {
        const passes = decisionRefusal(one, who, NOW) === null
        expect(
          passes &&
            (one.requesterId === who.id ||
              one.subjectKey === `staff:${who.id}` ||
              one.target?.requesterId === who.id ||
              one.target?.aboutStaffId === who.id ||
              !who.isApprover ||
              one.decidedBy.includes(who.id)),
        ).toBe(false)
      }),
    )
  })

  test('each refusal says why, each in its own words', () => {
    const words = Object.values(REFUSAL_WORDS)
    expect(words.every((text) => /^[A-Z].*\.$/.test(text))).toBe(true)
    expect(new Set(words).size).toBe(8)
    expect(REFUSAL_WORDS.own).toContain('yourself')
    expect(REFUSAL_WORDS['no-approver']).toContain('approvers')
    expect(REFUSAL_WORDS['not-open']).toContain('decided already')
    expect(REFUSAL_WORDS.expired).toContain('expired')
    expect(REFUSAL_WORDS['decided-before']).toContain('another approver')
  })
})

describe('what moved', () => {
  test('is told by name, with what it was and what it is; what stayed is not', () => {
    const was = { Balance: '0.00 USD', Currency: 'usd', Gone: 'here' }
    const now = { Balance: '−1.00 USD', Currency: 'usd', Come: 'new' }
    expect(bindingDifferences(was, now)).toEqual([
      { what: 'Balance', was: '0.00 USD', now: '−1.00 USD' },
      { what: 'Gone', was: 'here', now: 'nothing' },
      { what: 'Come', was: 'nothing', now: 'new' },
    ])
  })

  test('is nothing between equals, and always something between others', () => {
    const facts = fc.dictionary(fc.string(), fc.string({ minLength: 1 }))
    fc.assert(
      fc.property(facts, (one) => {
        expect(bindingDifferences(one, { ...one })).toEqual([])
      }),
    )
    fc.assert(
      fc.property(facts, fc.string(), fc.string({ minLength: 1 }), (one, key, value) => {
        fc.pre(one[key] !== value && value !== 'nothing')
        expect(bindingDifferences(one, { ...one, [key]: value }).map(({ what }) => what)).toEqual([key])
      }),
    )
  })
})

describe('what bands and budgets count', () => {
  test('everything but what came to nothing; a failure only if money moved', () => {
    const counted = (moved: boolean) => REQUEST_STATES.filter((state) => isCounted(state, moved))
    expect(counted(false)).toEqual(['requested', 'approved', 'executing', 'done', 'needs-person'])
    expect(counted(true)).toEqual(['requested', 'approved', 'executing', 'done', 'failed', 'needs-person'])
  })

  test('whatever is still open counts', () => {
    expect(REQUEST_STATES.filter((state) => isOpen(state) && !isCounted(state, false))).toEqual([])
  })
})

describe('whom it waits for', () => {
  const said = (...kinds: Array<'comment' | 'question' | 'answer'>) => kinds.map((kind) => ({ kind }))

  test('the approver, until a question; the requester, until the answer; comments change nothing', () => {
    expect(waitsFor('requested', said())).toBe('approver')
    expect(waitsFor('requested', said('comment'))).toBe('approver')
    expect(waitsFor('requested', said('question'))).toBe('requester')
    expect(waitsFor('requested', said('question', 'comment'))).toBe('requester')
    expect(waitsFor('requested', said('question', 'comment', 'answer'))).toBe('approver')
    expect(waitsFor('requested', said('question', 'answer', 'question'))).toBe('requester')
  })

  test('nobody once it is decided', () => {
    for (const state of REQUEST_STATES.filter((one) => one !== 'requested'))
      expect(waitsFor(state, said('question'))).toBe('nobody')
  })
})
