import { describe, expect, test } from 'vitest'
import {
  type CreditDraft,
  EMPTY_DRAFT,
  missingIn,
  payloadOf,
  periodOf,
  previewedOf,
} from '../../../src-renderer/features/credits/draft-rules.ts'
import { missingInReversal } from '../../../src-renderer/features/credits/reversal-rules.ts'
import { readAmount } from '../../../src-renderer/lib/amount-text.ts'
import { credits as words } from '../../../src-renderer/messages/credits.ts'
import type { Overlap } from '../../../src-shared/features/credits.ts'

// Guards: nothing is asked for that the form hasn't been told in full, and what is accepted is what was on the screen.

const reasons = [
  { id: 'outage', label: 'Outage', needsText: false },
  { id: 'other', label: 'Other', needsText: true },
]
const whole: CreditDraft = { ...EMPTY_DRAFT, amount: '240', reasonId: 'outage', words: 'Line 2 was silent' }
const earlier: Overlap = { code: 'earlier-credit', subjectId: 'cbtxn_1', words: 'A credit of 75.00 EUR.' }

const around = (draft: CreditDraft, overlaps: readonly Overlap[] | null = []) => ({
  amount: readAmount(draft.amount, 'eur'),
  reasons,
  overlaps,
})
const missing = (over: Partial<CreditDraft>, overlaps?: readonly Overlap[] | null) => {
  const draft = { ...whole, ...over }
  return missingIn(draft, around(draft, overlaps))
}

describe('a credit can’t be asked for', () => {
  test.each<[string, Partial<CreditDraft>, string]>([
    ['without an amount', { amount: '' }, words.noAmount],
    ['of nothing', { amount: '0.00' }, words.noAmount],
    ['of an amount that can’t be read', { amount: '1.234,5' }, words.noAmount],
    ['without a reason', { reasonId: null }, words.noReason],
    ['for a reason that needs words, without them', { reasonId: 'other', reasonWords: ' a ' }, words.noReasonWords],
    ['for days that end before they begin', { from: '2026-11-10', to: '2026-11-03' }, words.periodWrong],
    ['without a sentence for the approver', { words: '  ' }, words.noWords],
  ])('%s', (_name, over, why) => {
    expect(missing(over)).toBe(why)
    const draft = { ...whole, ...over }
    expect(payloadOf(draft, around(draft))).toBeNull()
  })

  test('before its effect is known', () => {
    expect(missing({}, null)).toBe(words.noEffect)
    expect(payloadOf(whole, around(whole, null))).toBeNull()
  })

  test('while something overlaps that wasn’t ticked, or ticked without a reason', () => {
    expect(missing({}, [earlier])).toBe(words.notAccepted)
    expect(missing({ isAccepted: true, because: ' x' }, [earlier])).toBe(words.notAccepted)
    expect(missing({ because: 'another line' }, [earlier])).toBe(words.notAccepted)
  })
})

describe('what is asked for', () => {
  test('says nothing of what was left empty', () => {
    expect(payloadOf(whole, around(whole))).toEqual({
      amount: { amount: 24_000, currency: 'eur' },
      reasonId: 'outage',
      reasonWords: null,
      period: null,
      customerText: null,
      accepted: null,
    })
  })

  test('names every overlap that was on the screen, and why', () => {
    const draft = { ...whole, isAccepted: true, because: ' the first was for line 1 ' }
    expect(payloadOf(draft, around(draft, [earlier]))?.accepted).toEqual({
      overlaps: ['cbtxn_1'],
      because: 'the first was for line 1',
    })
  })

  test('accepts nothing where nothing overlaps, whatever was ticked before', () => {
    const draft = { ...whole, isAccepted: true, because: 'left from another amount' }
    expect(payloadOf(draft, around(draft))?.accepted).toBeNull()
  })
})

describe('the period', () => {
  test('is none, one day, or from the first to the last', () => {
    expect(periodOf({ from: '', to: '' })).toBeNull()
    expect(periodOf({ from: '2026-11-03', to: '' })).toEqual({ from: '2026-11-03', to: '2026-11-03' })
    expect(periodOf({ from: '', to: '2026-11-04' })).toEqual({ from: '2026-11-04', to: '2026-11-04' })
    expect(periodOf({ from: '2026-11-03', to: '2026-11-10' })).toEqual({ from: '2026-11-03', to: '2026-11-10' })
  })

  test('that is wrong isn’t previewed', () => {
    const money = { amount: 100, currency: 'eur' }
    expect(previewedOf({ ...whole, from: '2026-11-10', to: '2026-11-03' }, money)).toBeNull()
    expect(previewedOf(whole, money)).not.toBeNull()
  })
})

describe('a reversal', () => {
  const reversible = { amount: 2_500, currency: 'eur' }
  const why = (text: string, said = 'Given to the wrong line') =>
    missingInReversal({ amount: readAmount(text, 'eur'), reversible, said })

  test('takes at most what is left, and says why', () => {
    expect(why('25')).toBeUndefined()
    expect(why('25.01')).toContain('25.00')
    expect(why('0')).toBeDefined()
    expect(why('25', ' ')).toBeDefined()
  })
})

// Stripe: an amount with three decimals ends in a nought.
test('dinars are given and taken back in tens of fils, and the step is named', () => {
  const given = (text: string) => missingIn(whole, { ...around(whole), amount: readAmount(text, 'kwd') })
  const reversible = { amount: 12_340, currency: 'kwd' }
  const taken = (text: string) => missingInReversal({ amount: readAmount(text, 'kwd'), reversible, said: 'Wrong line' })
  for (const why of [given, taken]) {
    expect(why('2.345')).toBe('Stripe takes this currency in steps of KWD\u00A00.010')
    expect(why('2.34')).toBeUndefined()
  }
})
