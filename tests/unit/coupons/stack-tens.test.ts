import { creditPayloadSchema, reversalPayloadSchema } from '@countersign/shared/features/credits'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { planForCalendar } from '../../../server/features/coupons/coupon-plan-rules.ts'
import { planStack } from '../../../server/features/coupons/stack-rules.ts'
import { aLiveDiscount, aQuestion, monthly, planned, refused } from '../../support/stack-builders.ts'

// Stripe refuses an amount with three decimals that isn't a multiple of ten.
const KWD = { currency: 'kwd' } as const
const kwd = (amount: number) => ({ amount, ...KWD })

describe('a stack in a currency with three decimals', () => {
  test('takes off tens, and its rest is tens', () => {
    // 10.000 over invoices of 4.000: three of them, 3.330 each, and 0.010 left.
    const { plan, longer } = planned(planStack(aQuestion(10_000, [], { ...monthly(4_000), ...KWD })))
    expect(plan).toMatchObject({ invoices: 3, amount: kwd(3_330), rest: kwd(10) })
    for (const { amount, rest } of longer) expect([amount.amount % 10, rest.amount % 10]).toEqual([0, 0])
  })

  test('takes no more off than an odd invoice has room for', () => {
    const { plan } = planned(planStack(aQuestion(900_000, [], { ...monthly(4_005), ...KWD })))
    expect(plan.amount).toEqual(kwd(4_000))
    expect(plan.rest.amount % 10).toBe(0)
  })

  test('of a sum that isn’t tens is refused; the new amount alone may still be a credit', () => {
    const odd = refused(planStack(aQuestion(1_005, [], { ...monthly(4_000), ...KWD })))
    expect(odd.refusals.map(({ code }) => code)).toEqual(['not-in-tens'])
    expect(odd.refusals[0]?.words).toBe('Stripe takes this currency only in steps of 0.010 KWD; 1.005 KWD isn’t one.')
    expect(odd.balanceInstead).toBeNull()
    const half = aLiveDiscount({ amountOff: null, percentOff: 50, duration: 'once', endsAt: null })
    const question = aQuestion(1_000, [half], { ...monthly(4_010), ...KWD, acceptsConversion: true })
    expect(refused(planStack(question)).balanceInstead?.credit).toEqual(kwd(1_000))
  })
})

test('a coupon for the invoices to come is of tens, and leaves out what isn’t', () => {
  const plan = planForCalendar({ ...monthly(4_000), ...KWD }, kwd(8_005))
  expect(plan).toMatchObject({ invoices: 2, amount: kwd(4_000), rest: kwd(5) })
})

const faultsOf = (schema: z.ZodType, payload: Record<string, unknown>) => {
  const ask = (amount: number, currency: string) =>
    schema
      .safeParse({ ...payload, amount: { amount, currency } })
      .error?.issues.map(({ path, message }) => [path, message])
  return [ask(1_005, 'kwd'), ask(1_010, 'kwd'), ask(1_005, 'usd')]
}
const ODD_DINARS_ONLY = [[[['amount'], 'no step that Stripe takes']], undefined, undefined]

test('a credit with three decimals is asked for in tens', () => {
  expect(faultsOf(creditPayloadSchema, { reasonId: 'outage' })).toEqual(ODD_DINARS_ONLY)
})

test('and is taken back in tens', () => {
  expect(faultsOf(reversalPayloadSchema, { creditStripeId: 'cbtxn_1' })).toEqual(ODD_DINARS_ONLY)
})
