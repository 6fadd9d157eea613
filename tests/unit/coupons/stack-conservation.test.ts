import type { Calendar, LiveDiscount } from '@countersign/shared/features/stacks'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addMonths } from '../../../server/features/coupons/duration-rules.ts'
import { planStack } from '../../../server/features/coupons/stack-rules.ts'
import { aLiveDiscount, aQuestion } from '../../support/stack-builders.ts'

const NOW = '2026-11-21T12:00:00.000Z'
const CURRENCIES = ['eur', 'jpy', 'kwd'] as const

const calendars: fc.Arbitrary<Calendar> = fc
  .record({
    currency: fc.constantFrom(...CURRENCIES),
    amounts: fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 14 }),
    every: fc.constantFrom(1, 3, 12),
    endsThere: fc.boolean(),
    day: fc.integer({ min: 22, max: 31 }),
  })
  .map(({ currency, amounts, every, endsThere, day }) => ({
    now: NOW,
    currency,
    endsThere,
    coming: amounts.map((amount, at) => ({
      at: addMonths(`2026-10-${day}T00:00:00.000Z`, (at + 1) * every),
      lines: [
        { itemStripeId: 'si_1', amount, isDiscountable: true },
        { itemStripeId: 'si_2', amount: Math.floor(amount / 3), isDiscountable: true },
      ],
    })),
  }))

const discounts = (currency: string): fc.Arbitrary<LiveDiscount> =>
  fc
    .record({
      on: fc.constantFrom('customer', 'subscription', 'item'),
      duration: fc.constantFrom('once', 'repeating'),
      months: fc.integer({ min: 1, max: 6 }),
      amount: fc.integer({ min: 1, max: 90_000 }),
      percent: fc.option(fc.constantFrom(5, 12.5, 33.33, 100)),
    })
    .map(({ on, duration, months, amount, percent }) =>
      aLiveDiscount({
        on,
        duration,
        itemStripeId: on === 'item' ? 'si_1' : null,
        endsAt: duration === 'once' ? null : addMonths(NOW, months),
        percentOff: percent,
        amountOff: percent === null ? { amount, currency } : null,
      }),
    )

const questions = calendars.chain((calendar) =>
  fc
    .record({
      add: fc.integer({ min: 1, max: 400_000 }),
      live: fc.array(discounts(calendar.currency), { maxLength: 4 }),
      acceptsConversion: fc.boolean(),
    })
    .map(({ add, live, acceptsConversion }) =>
      aQuestion(
        add,
        live.map((discount, at) => ({ ...discount, stripeId: `di_${at}` })),
        { ...calendar, acceptsConversion },
      ),
    ),
)

test('value before is value after, to the minor unit, in every plan', () => {
  let plans = 0
  fc.assert(
    fc.property(questions, (question) => {
      const answer = planStack(question)
      if (answer.verdict === 'refused') return
      const before = answer.left.reduce((sum, row) => sum + (row.isFolded ? (row.value?.amount ?? 0) : 0), 0)
      expect(answer.total.amount).toBe(before + question.add.amount)
      for (const plan of [answer.plan, ...answer.longer]) {
        plans += 1
        expect(plan.amount.amount * plan.invoices + plan.rest.amount).toBe(answer.total.amount)
        expect(plan.valueAfter).toEqual(answer.total)
        expect(plan.rest.amount).toBeGreaterThanOrEqual(0)
        expect(new Set([plan.amount.currency, plan.rest.currency])).toEqual(new Set([question.currency]))
      }
    }),
    { numRuns: 400 },
  )
  expect(plans).toBeGreaterThan(150)
})

test('no invoice is smaller than what its coupon takes off', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const answer = planStack(question)
      if (answer.verdict === 'refused') return
      for (const plan of [answer.plan, ...answer.longer]) {
        for (const { lines } of question.coming.slice(0, plan.invoices)) {
          expect(plan.amount.amount).toBeLessThanOrEqual(lines.reduce((sum, { amount }) => sum + amount, 0))
        }
        expect(plan.bills.every(({ after }) => after >= 0)).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
})

test('a coupon reaches just the invoices that it was split over', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const answer = planStack(question)
      if (answer.verdict === 'refused' || answer.plan.duration === 'once') return
      const { months, invoices } = answer.plan
      const end = Date.parse(addMonths(question.now, months ?? 0))
      expect(question.coming.filter(({ at }) => Date.parse(at) < end)).toHaveLength(invoices)
      const earlier = Date.parse(addMonths(question.now, (months ?? 0) - 1))
      expect(question.coming.filter(({ at }) => Date.parse(at) < earlier).length).toBeLessThan(invoices)
    }),
    { numRuns: 300 },
  )
})

test('no shorter split would have had room for all', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const answer = planStack(question)
      if (answer.verdict === 'refused') return
      const { invoices, amount } = answer.plan
      const rooms = question.coming.map(({ lines }) => lines.reduce((sum, line) => sum + line.amount, 0))
      if (amount.amount !== Math.floor(answer.total.amount / invoices)) return
      const reach = (months: number) =>
        question.coming.filter(({ at }) => Date.parse(at) < Date.parse(addMonths(question.now, months))).length
      const reachable = new Set([1, ...Array.from({ length: 200 }, (_, months) => reach(months + 1))])
      for (let n = 1; n < invoices; n += 1) {
        const fits = rooms.slice(0, n).every((room) => room >= Math.floor(answer.total.amount / n))
        expect(fits && reachable.has(n) && answer.total.amount >= n).toBe(false)
      }
    }),
    { numRuns: 300 },
  )
})

test('every bill that becomes higher is named', () => {
  let higher = 0
  fc.assert(
    fc.property(questions, (question) => {
      const answer = planStack(question)
      if (answer.verdict === 'refused') return
      const { bills, toAccept } = answer.plan
      const dates = bills.filter(({ before, after }) => after > before).map(({ at }) => at.slice(0, 10))
      const named = toAccept.filter(({ code }) => code === 'bill-higher')
      expect(named.map(({ words }) => words.slice('The bill of '.length, 'The bill of 2026-12-01'.length))).toEqual(
        dates,
      )
      higher += dates.length
    }),
    { numRuns: 300 },
  )
  expect(higher).toBeGreaterThan(20)
})
