// Rule: only one coupon counts at a time, so what the live discounts still give and the new amount become one new coupon,
// and the live ones are taken off in the same step. Value before = value after, to the minor unit. A percentage that is
// converted, a live coupon that would have lost by itself, and a coming bill that becomes higher than before are named and
// have to be accepted. What can't be added up is refused, with the other way: a credit on the balance, which loses nothing.

import type {
  Acceptance,
  Bill,
  LeftValue,
  LiveDiscount,
  StackAnswer,
  StackPlan,
  StackQuestion,
  StackRefusal,
} from '@countersign/shared/features/stacks'
import { currencyStep, type Money, moneyText, stepText } from '@countersign/shared/money'
import { dayOf } from '@countersign/shared/times'
import { listOf, sumTaken, takenOver } from './discount-rules.ts'
import { type Reading, readRemaining } from './remaining-rules.ts'
import { type Split, splitOver } from './split-rules.ts'

const NEW_COUPON = 'the stack'

const nameOf = ({ couponName, discountStripeId }: LeftValue): string => `“${couponName ?? discountStripeId}”`

const whyNot = (
  question: StackQuestion,
  { left, isTooShort }: Reading,
): Omit<StackRefusal, 'discountStripeId'> | null => {
  const words = `${nameOf(left)}: ${left.words}.`
  const { state } = left
  if (state === 'endless' || state === 'unknown-terms' || state === 'other-currency') return { code: state, words }
  if (isTooShort) return { code: 'previews-too-short', words }
  if (state === 'percent' && !question.acceptsConversion) {
    return { code: 'percent-not-accepted', words: `${words} It can only be added by that worth.` }
  }
  if (left.isFolded && left.on === 'customer' && question.hasOtherSubscriptions) {
    const others = 'It hangs on the customer; another subscription would lose it.'
    return { code: 'inherited-by-others', words: `${words} ${others}` }
  }
  return null
}

const refusalsOf = (question: StackQuestion, readings: readonly Reading[]): StackRefusal[] => {
  const { add, currency, coming } = question
  const refuse = (code: StackRefusal['code'], words: string) => ({ code, words, discountStripeId: null })
  return [
    ...(add.amount >= 1 ? [] : [refuse('nothing-to-add', 'There is no amount to add.')]),
    ...(add.currency === currency
      ? []
      : [refuse('other-currency', `The subscription is billed in ${currency.toUpperCase()}.`)]),
    ...(coming.length > 0 ? [] : [refuse('no-coming-invoice', 'No invoice is coming that a coupon could act on.')]),
    ...readings.flatMap((reading) => {
      const why = whyNot(question, reading)
      return why ? [{ ...why, discountStripeId: reading.left.discountStripeId }] : []
    }),
  ]
}

/** A percentage's worth and a share of a list price may be odd; neither a coupon nor a credit can give that. */
const oddSum = (total: Money): StackRefusal[] => {
  if (total.amount % currencyStep(total.currency) === 0) return []
  const words = `Stripe takes this currency only in ${stepText(total.currency)}; ${moneyText(total)} isn’t one.`
  return [{ code: 'not-in-tens', words, discountStripeId: null }]
}

/** As a discount of the subscription; its end falls with the first invoice that it no longer reaches. */
const stackDiscount = ({ now, currency, coming }: StackQuestion, split: Split): LiveDiscount => ({
  stripeId: NEW_COUPON,
  couponStripeId: NEW_COUPON,
  couponName: null,
  on: 'subscription',
  percentOff: null,
  amountOff: { amount: split.amount, currency },
  duration: 'repeating',
  startedAt: now,
  endsAt: coming[split.invoices]?.at ?? null,
  itemStripeId: null,
  usedByInvoiceStripeId: null,
})

/** Bills before tax and balance: with the discounts as they are, and with the stack in place of those it takes off. */
const billsOf = (question: StackQuestion, readings: readonly Reading[], split: Split): Bill[] => {
  const kept = readings.filter(({ left }) => !left.isFolded && left.on !== 'subscription')
  const others = kept.map(({ discount }) => discount)
  const before = takenOver(question, question.live)
  const after = takenOver(question, [stackDiscount(question, split), ...others])
  return question.coming.map((invoice, at) => {
    const list = listOf(invoice)
    return { at: invoice.at, list, before: list - sumTaken(before[at]), after: list - sumTaken(after[at]) }
  })
}

const losses = (question: StackQuestion, readings: readonly Reading[]): Acceptance[] => {
  const taken = takenOver(question, question.live)
  return readings.flatMap(({ left }) => {
    if (!left.isFolded || left.value === null || left.state === 'percent') return []
    const acted = taken.reduce((sum, row) => sum + (row.get(left.discountStripeId) ?? 0), 0)
    const lost = { ...left.value, amount: left.value.amount - acted }
    if (lost.amount === 0) return []
    const words = `Left alone, ${nameOf(left)} would lose ${moneyText(lost)}, as it exceeds what it acts on; the stack gives it in full.`
    return [{ code: 'live-would-lose' as const, words }]
  })
}

const conversions = (readings: readonly Reading[]): Acceptance[] =>
  readings.flatMap(({ left }) => {
    if (left.state !== 'percent' || left.value === null) return []
    const words = `${nameOf(left)} is converted to its worth on the next invoice, ${moneyText(left.value)}, and gives nothing after it.`
    return [{ code: 'percent-converted' as const, words }]
  })

const higherBills = (currency: string, bills: readonly Bill[]): Acceptance[] =>
  bills.flatMap(({ at, before, after }) => {
    if (after <= before) return []
    const [was, is] = [before, after].map((amount) => moneyText({ amount, currency }))
    return [{ code: 'bill-higher' as const, words: `The bill of ${dayOf(at)} becomes ${is} instead of ${was}.` }]
  })

const arithmeticOf = (amount: Money, invoices: number, rest: Money): string => {
  const total = { ...amount, amount: amount.amount * invoices + rest.amount }
  const credit = rest.amount === 0 ? '' : ` + ${moneyText(rest)}`
  return `${moneyText(amount)} × ${invoices}${credit} = ${moneyText(total)}`
}

const planOf = (question: StackQuestion, readings: readonly Reading[], split: Split): StackPlan => {
  const { currency } = question
  const amount = { amount: split.amount, currency }
  const rest = { amount: split.rest, currency }
  const bills = billsOf(question, readings, split)
  return {
    invoices: split.invoices,
    duration: split.duration,
    months: split.months,
    amount,
    rest,
    valueAfter: { amount: split.amount * split.invoices + split.rest, currency },
    bills,
    toAccept: [...conversions(readings), ...losses(question, readings), ...higherBills(currency, bills)],
    arithmetic: arithmeticOf(amount, split.invoices, rest),
  }
}

const insteadOf = (add: Money) => ({
  credit: add,
  words: `The live discounts stay as they are; ${moneyText(add)} goes on the balance and is used by the next invoices.`,
})

/** One coupon out of what is live and what is new, or why not and what else. */
export const planStack = (question: StackQuestion): StackAnswer => {
  const { add, currency, live } = question
  const readings = readRemaining(question, live)
  const left = readings.map((reading) => reading.left)
  const canBeCredit = add.amount >= 1 && add.currency === currency && oddSum(add).length === 0
  const balanceInstead = canBeCredit ? insteadOf(add) : null
  const remaining = left.reduce((sum, { isFolded, value }) => sum + (isFolded ? (value?.amount ?? 0) : 0), 0)
  const refusals = [...refusalsOf(question, readings), ...oddSum({ amount: remaining + add.amount, currency })]
  const choice = refusals.length === 0 ? splitOver(question, remaining + add.amount) : null
  if (!choice || !balanceInstead) {
    const noRoom: StackRefusal = {
      code: 'no-room',
      discountStripeId: null,
      words: 'No coming invoice has room for a coupon.',
    }
    return { verdict: 'refused', left, refusals: refusals.length > 0 ? refusals : [noRoom], balanceInstead }
  }
  return {
    verdict: 'planned',
    left,
    remaining: { amount: remaining, currency },
    added: add,
    total: { amount: remaining + add.amount, currency },
    plan: planOf(question, readings, choice.split),
    longer: choice.longer.map((split) => planOf(question, readings, split)),
    balanceInstead,
  }
}
