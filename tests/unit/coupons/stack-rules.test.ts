import { stackAnswerSchema, stackQuestionSchema } from '@countersign/shared/features/stacks'
import { describe, expect, test } from 'vitest'
import { planStack } from '../../../server/features/coupons/stack-rules.ts'
import { aLiveDiscount, aQuestion, monthly, planned, refused } from '../../support/stack-builders.ts'

const eur = (amount: number) => ({ amount, currency: 'eur' })

describe('two coupons become one', () => {
  test('30.00 × 2 left and 100.01 new on invoices of 99.00: 80.00 × 2, and the odd cent as credit', () => {
    const answer = planned(planStack(aQuestion(10_001, [aLiveDiscount()])))
    // 30.00 × 2 = 60.00; 60.00 + 100.01 = 160.01, too much for one invoice of 99.00; 160.01 ÷ 2 = 80.00, rest 0.01.
    expect(answer).toMatchObject({ remaining: eur(6_000), added: eur(10_001), total: eur(16_001) })
    expect(answer.plan).toMatchObject({
      invoices: 2,
      duration: 'repeating',
      months: 2,
      amount: eur(8_000),
      rest: eur(1),
      valueAfter: eur(16_001),
      toAccept: [],
      arithmetic: '80.00 EUR × 2 + 0.01 EUR = 160.01 EUR',
    })
    // 99.00 − 30.00 = 69.00 before; 99.00 − 80.00 = 19.00 after; from February on the list price either way.
    expect(answer.plan.bills.slice(0, 3)).toEqual([
      { at: '2026-12-01T00:00:00.000Z', list: 9_900, before: 6_900, after: 1_900 },
      { at: '2027-01-01T00:00:00.000Z', list: 9_900, before: 6_900, after: 1_900 },
      { at: '2027-02-01T00:00:00.000Z', list: 9_900, before: 9_900, after: 9_900 },
    ])
    expect(answer.left).toEqual([
      {
        discountStripeId: 'di_1',
        couponName: 'Outage #1',
        on: 'subscription',
        itemStripeId: null,
        state: 'running',
        value: eur(6_000),
        isFolded: true,
        words: '30.00 EUR × 2 invoices before 2027-01-05 = 60.00 EUR',
      },
    ])
    expect(answer.balanceInstead).toEqual({
      credit: eur(10_001),
      words: 'The live discounts stay as they are; 100.01 EUR goes on the balance and is used by the next invoices.',
    })
  })

  test('over more months the same value, with what is higher than before named', () => {
    const { longer } = planned(planStack(aQuestion(10_001, [aLiveDiscount()])))
    // 160.01 ÷ 3 = 53.33 rest 0.02; 16001 is prime to 4, 5, 6 and 7 (16001 = 16001), so no longer one is even.
    expect(longer.map(({ arithmetic }) => arithmetic)).toEqual(['53.33 EUR × 3 + 0.02 EUR = 160.01 EUR'])
    // 99.00 − 53.33 = 45.67, less than 69.00 before: nothing is higher.
    expect(longer[0]).toMatchObject({ months: 3, toAccept: [] })
  })

  test('the first longer one without a rest is offered too', () => {
    // 100.00 once on 40.00: 33.33 × 3 + 0.01, 25.00 × 4.
    const { plan, longer } = planned(planStack(aQuestion(10_000, [], monthly(4_000))))
    expect(plan.arithmetic).toBe('33.33 EUR × 3 + 0.01 EUR = 100.00 EUR')
    expect(longer.map(({ arithmetic }) => arithmetic)).toEqual(['25.00 EUR × 4 = 100.00 EUR'])
    // 100.02 on 40.00: 33.34 × 3 leaves nothing, so only the next longer is offered: 25.00 × 4 + 0.02.
    const even = planned(planStack(aQuestion(10_002, [], monthly(4_000))))
    expect(even.plan.rest).toEqual(eur(0))
    expect(even.longer.map(({ arithmetic }) => arithmetic)).toEqual(['25.00 EUR × 4 + 0.02 EUR = 100.02 EUR'])
    // 100.03 on 60.00: 50.01 × 2 + 0.01; next 33.34 × 3 + 0.01; the first even one is 14.29 × 7 = 100.03.
    const both = planned(planStack(aQuestion(10_003, [], monthly(6_000))))
    expect(both.longer.map(({ arithmetic }) => arithmetic)).toEqual([
      '33.34 EUR × 3 + 0.01 EUR = 100.03 EUR',
      '14.29 EUR × 7 = 100.03 EUR',
    ])
  })

  test('all that are stacked already are added up', () => {
    const live = [
      aLiveDiscount(),
      aLiveDiscount({ stripeId: 'di_2', duration: 'once', endsAt: null, amountOff: eur(1_000) }),
      aLiveDiscount({ stripeId: 'di_3', on: 'item', itemStripeId: 'si_1', amountOff: eur(500) }),
    ]
    const answer = planned(planStack(aQuestion(500, live)))
    // 60.00 + 10.00 + 5.00 × 2 = 80.00; with 5.00 new 85.00, which fits on one invoice of 99.00.
    expect(answer.total).toEqual(eur(8_500))
    expect(answer.plan).toMatchObject({ invoices: 1, duration: 'once', months: null, amount: eur(8_500), rest: eur(0) })
    // December: 99 − 5 − 30 − 10 = 54.00 before, 14.00 after. January: 99 − 5 − 30 = 64.00 before, 99.00 after.
    expect(answer.plan.toAccept).toEqual([
      { code: 'bill-higher', words: 'The bill of 2027-01-01 becomes 99.00 EUR instead of 64.00 EUR.' },
    ])
  })
})

describe('what a coupon exceeds an invoice by is never lost', () => {
  test('100.00 on invoices of 29.00 becomes 25.00 × 4', () => {
    const { plan, balanceInstead } = planned(planStack(aQuestion(10_000, [], monthly(2_900))))
    expect(plan).toMatchObject({ invoices: 4, months: 4, amount: eur(2_500), rest: eur(0), valueAfter: eur(10_000) })
    expect(plan.bills.map(({ after }) => after)).toEqual([400, 400, 400, 400, 2_900, 2_900, 2_900, 2_900])
    expect(balanceInstead?.credit).toEqual(eur(10_000))
  })

  test('100.00 on the last two invoices of 29.00: both are free, and 42.00 becomes credit', () => {
    const { coming } = monthly(2_900)
    const question = aQuestion(10_000, [], { coming: coming.slice(0, 2), endsThere: true })
    // 29.00 × 2 = 58.00; 100.00 − 58.00 = 42.00.
    const { plan, longer } = planned(planStack(question))
    expect(plan).toMatchObject({ invoices: 2, amount: eur(2_900), rest: eur(4_200), valueAfter: eur(10_000) })
    expect(plan.arithmetic).toBe('29.00 EUR × 2 + 42.00 EUR = 100.00 EUR')
    expect(longer).toEqual([])
  })

  test('a live coupon that would have lost by itself is named', () => {
    const { total, plan } = planned(planStack(aQuestion(100, [aLiveDiscount()], monthly(2_900))))
    // 30.00 × 2 would give only 29.00 × 2; 61.00 ÷ 3 = 20.33 rest 0.01.
    expect(total).toEqual(eur(6_100))
    expect(plan.arithmetic).toBe('20.33 EUR × 3 + 0.01 EUR = 61.00 EUR')
    expect(plan.toAccept).toEqual([
      {
        code: 'live-would-lose',
        words:
          'Left alone, “Outage #1” would lose 2.00 EUR, as it exceeds what it acts on; the stack gives it in full.',
      },
      { code: 'bill-higher', words: 'The bill of 2026-12-01 becomes 8.67 EUR instead of 0.00 EUR.' },
      { code: 'bill-higher', words: 'The bill of 2027-01-01 becomes 8.67 EUR instead of 0.00 EUR.' },
    ])
  })

  test('on a bill that gives money back there is room only on the lines that ask', () => {
    const { coming } = monthly(9_900)
    const lines = [
      { itemStripeId: 'si_1', amount: 9_900, isDiscountable: true },
      { itemStripeId: null, amount: -2_000, isDiscountable: true },
    ]
    const question = aQuestion(9_900, [], { coming: [{ ...coming[0]!, lines }, ...coming.slice(1)] })
    const { plan } = planned(planStack(question))
    expect(plan.amount).toEqual(eur(9_900))
    expect(plan.bills[0]).toMatchObject({ list: 7_900, before: 7_900, after: -2_000 })
  })
})

describe('a percentage', () => {
  const percent = aLiveDiscount({ percentOff: 12.5, amountOff: null })

  test('is not added unless its conversion is accepted; its worth is shown', () => {
    const answer = refused(planStack(aQuestion(1_000, [percent])))
    // 12.5 % of 99.00 = 12.375, half up 12.38.
    expect(answer.left[0]).toMatchObject({ state: 'percent', value: eur(1_238) })
    expect(answer.refusals).toEqual([
      {
        code: 'percent-not-accepted',
        discountStripeId: 'di_1',
        words: '“Outage #1”: 12.5 % of the next invoice is worth 12.38 EUR. It can only be added by that worth.',
      },
    ])
    expect(answer.balanceInstead?.credit).toEqual(eur(1_000))
  })

  test('accepted is worth the next invoice’s part, and what ends is named', () => {
    const { total, plan } = planned(planStack(aQuestion(1_000, [percent], { acceptsConversion: true })))
    expect(total).toEqual(eur(2_238))
    expect(plan).toMatchObject({ invoices: 1, amount: eur(2_238) })
    expect(plan.toAccept).toEqual([
      {
        code: 'percent-converted',
        words: '“Outage #1” is converted to its worth on the next invoice, 12.38 EUR, and gives nothing after it.',
      },
      // 99.00 − 12.38 = 86.62 in January.
      { code: 'bill-higher', words: 'The bill of 2027-01-01 becomes 99.00 EUR instead of 86.62 EUR.' },
    ])
  })
})

describe('refused', () => {
  const codes = (question: Parameters<typeof planStack>[0]) =>
    refused(planStack(question)).refusals.map(({ code }) => code)

  test('another currency, on the coupon or on the new amount', () => {
    const live = aLiveDiscount({ amountOff: { amount: 3_000, currency: 'usd' } })
    const answer = refused(planStack(aQuestion(1_000, [live])))
    expect(answer.refusals).toEqual([
      { code: 'other-currency', discountStripeId: 'di_1', words: '“Outage #1”: 30.00 USD, in another currency.' },
    ])
    expect(answer.left[0]?.value).toBeNull()
    const added = refused(planStack(aQuestion(1_000, [], { add: { amount: 1_000, currency: 'usd' } })))
    expect(added.refusals[0]).toEqual({
      code: 'other-currency',
      discountStripeId: null,
      words: 'The subscription is billed in EUR.',
    })
    expect(added.balanceInstead).toBeNull()
  })

  test('an amount without an end, and terms that can’t be read', () => {
    expect(codes(aQuestion(1, [aLiveDiscount({ duration: 'forever', endsAt: null })]))).toEqual(['endless'])
    expect(codes(aQuestion(1, [aLiveDiscount({ duration: 'unknown' })]))).toEqual(['unknown-terms'])
    expect(codes(aQuestion(1, [aLiveDiscount({ endsAt: null })]))).toEqual(['unknown-terms'])
    expect(codes(aQuestion(1, [aLiveDiscount({ amountOff: null })]))).toEqual(['unknown-terms'])
    expect(codes(aQuestion(1, [aLiveDiscount({ duration: 'once', amountOff: null })]))).toEqual(['unknown-terms'])
  })

  test('invoices that aren’t known as far as the live coupon runs', () => {
    const live = aLiveDiscount({ endsAt: '2027-07-02T00:00:00.000Z' })
    const answer = refused(planStack(aQuestion(1, [live])))
    expect(answer.refusals).toEqual([
      {
        code: 'previews-too-short',
        discountStripeId: 'di_1',
        words: '“Outage #1”: it runs until 2027-07-02, further than the coming invoices are known.',
      },
    ])
    expect(planned(planStack(aQuestion(1, [live], { endsThere: true }))).remaining).toEqual(eur(24_000))
  })

  test('nothing to add, nothing coming, no room', () => {
    const nothing = refused(planStack(aQuestion(0, [aLiveDiscount()])))
    expect(nothing.refusals).toEqual([
      { code: 'nothing-to-add', discountStripeId: null, words: 'There is no amount to add.' },
    ])
    expect(nothing.balanceInstead).toBeNull()
    expect(refused(planStack(aQuestion(1, [], { coming: [] }))).refusals).toEqual([
      {
        code: 'no-coming-invoice',
        discountStripeId: null,
        words: 'No invoice is coming that a coupon could act on.',
      },
    ])
    const full = refused(planStack(aQuestion(1, [], monthly(0))))
    expect(full.refusals).toEqual([
      { code: 'no-room', discountStripeId: null, words: 'No coming invoice has room for a coupon.' },
    ])
    expect(full.balanceInstead?.credit).toEqual(eur(1))
  })
})

test('question and answer are what the screen is promised', () => {
  const question = aQuestion(10_001, [aLiveDiscount()])
  expect(stackQuestionSchema.parse(question)).toEqual(question)
  expect(stackAnswerSchema.parse(planStack(question))).toEqual(planStack(question))
})
