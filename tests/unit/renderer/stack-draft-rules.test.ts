import type { StackView } from '@countersign/shared/features/stack-requests'
import type { Acceptance, StackPlan } from '@countersign/shared/features/stacks'
import { describe, expect, test } from 'vitest'
import { planStack } from '../../../server/features/coupons/stack-rules.ts'
import {
  acceptedOf,
  chosenOf,
  emptyDraft,
  isAccepted,
  missingIn,
  newAmountOf,
  pointsOf,
  type StackDraft,
} from '../../../src-renderer/features/stacks/draft-rules.ts'
import { stacks as words } from '../../../src-renderer/messages/stacks.ts'
import { anItem, aSubscription } from '../../support/builders.ts'
import { aLiveDiscount, aQuestion, planned } from '../../support/stack-builders.ts'

const draft = (over: Partial<StackDraft> = {}): StackDraft => ({ ...emptyDraft('sub_1'), ...over })
const subscription = { ...aSubscription(), explanation: '', madeByHand: false }
const answer = planned(planStack(aQuestion(10_001, [aLiveDiscount()])))
const view: StackView = { answer, couponName: 'Deal #1', listPrice: null, onceWouldLose: null }
const accept = (code: Acceptance['code'], said: string) => ({ code, words: said })
const planWith = (toAccept: Acceptance[]): StackPlan => ({ ...answer.plan, toAccept })

describe('the new amount', () => {
  test('typed, in the subscription’s currency; nothing, zero and what is no amount are not asked', () => {
    expect(newAmountOf(draft({ amount: '450.00' }), subscription)).toEqual({
      kind: 'amount',
      amount: { amount: 45_000, currency: 'eur' },
    })
    for (const amount of ['', '0', '4,5', '-1', '1.234'])
      expect(newAmountOf(draft({ amount }), subscription)).toBeNull()
  })

  test('from the list price of an item: months, or days of its own period', () => {
    const months = draft({ source: 'si_1', quantity: '2', parts: '3' })
    expect(newAmountOf(months, subscription)).toEqual({
      kind: 'list-price',
      itemStripeId: 'si_1',
      quantity: 2,
      share: { kind: 'months', months: 3 },
    })
    // November has thirty days.
    const items = [anItem({ periodStartsAt: '2026-11-01T00:00:00.000Z', periodEndsAt: '2026-12-01T00:00:00.000Z' })]
    expect(newAmountOf(draft({ source: 'si_1', parts: '9', unit: 'days' }), { ...subscription, items })).toMatchObject({
      share: { kind: 'fraction', parts: 9, of: 30, unit: 'days' },
    })
    expect(newAmountOf(draft({ source: 'si_1', parts: '0' }), subscription)).toBeNull()
    expect(newAmountOf(draft({ source: 'si_gone' }), subscription)).toBeNull()
  })
})

test('the picked way is taken while it is offered, else the one that is proposed', () => {
  const [longer] = answer.longer
  expect(chosenOf(draft(), view)).toBe(answer.plan)
  expect(chosenOf(draft({ invoices: longer?.invoices ?? 0 }), view)).toBe(longer)
  expect(chosenOf(draft({ invoices: 99 }), view)).toBe(answer.plan)
  expect(chosenOf(draft(), undefined)).toBeNull()
})

test('every point is ticked by its words, higher bills together, a conversion where it was chosen', () => {
  const plan = planWith([
    accept('bill-higher', 'January'),
    accept('live-would-lose', 'two'),
    accept('bill-higher', 'May'),
  ])
  expect(pointsOf(plan)).toEqual([
    { code: 'live-would-lose', said: ['two'] },
    { code: 'bill-higher', said: ['January', 'May'] },
  ])
  expect(isAccepted(draft({ accepted: ['January', 'two'] }), plan)).toBe(false)
  expect(isAccepted(draft({ accepted: ['January', 'two', 'May', 'gone'] }), plan)).toBe(true)
  expect(acceptedOf(draft({ accepted: ['gone', 'May'] }), plan)).toEqual(['May'])
  const converted = planWith([accept('percent-converted', 'worth 9.90')])
  expect(acceptedOf(draft(), converted)).toEqual(['worth 9.90'])
})

test('what is missing is said in turn', () => {
  const ready = { hasProof: true, hasAmount: true, view }
  const whole = draft({ reasonId: 'outage', words: 'Promised on Monday' })
  expect(missingIn(whole, ready)).toBeUndefined()
  expect(missingIn(whole, { ...ready, hasProof: false })).toBe(words.noProof)
  expect(missingIn(whole, { ...ready, hasAmount: false })).toBe(words.noAmount)
  expect(missingIn(draft({ words: 'Promised' }), ready)).toBe(words.noReason)
  expect(missingIn(whole, { ...ready, view: undefined })).toBe(words.notKnown)
  const refused = { ...view, answer: planStack(aQuestion(0, [])) }
  expect(missingIn(whole, { ...ready, view: refused })).toBe(words.notPlanned)
  const named = { ...view, answer: { ...answer, plan: planWith([accept('bill-higher', 'May')]) } }
  expect(missingIn(whole, { ...ready, view: named })).toBe(words.notAccepted)
  expect(missingIn(draft({ reasonId: 'outage', words: 'ok' }), ready)).toBe(words.noWords)
})
