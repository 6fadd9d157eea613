// Rule: whoever approves a coupon sees the arithmetic, what the customer will read, over which invoices it is given, what is
// not given of it, what it meets there, and everything given before. What it was worked out from may not move before it is
// made.

import type { Card } from '@countersign/shared/features/approvals'
import type { CouponFacts } from '@countersign/shared/features/coupons'
import { moneyText } from '@countersign/shared/money'
import { mostGiven, planWords } from './coupon-plan-rules.ts'

/** Of the facts, those that may not move between word and deed. */
export const couponBinding = ({ subject, price, plan, liveDiscounts }: CouponFacts): Record<string, string> => ({
  'Team ids in Stripe': subject?.teamIds.join(', ') ?? 'none',
  Currency: subject?.currency ?? 'none yet',
  'List price': `${moneyText(price.unitAmount)} per ${price.intervalCount} ${price.interval}`,
  Coupon: `${planWords(plan)}, ${plan.duration}`,
  'Live discounts': liveDiscounts.length === 0 ? 'none' : liveDiscounts.join(', '),
})

const durationWords = ({ plan: { duration, months } }: CouponFacts): string =>
  duration === 'once' ? 'once' : `${months} months`

const lossWarnings = ({ plan, nextInvoices }: CouponFacts): string[] =>
  nextInvoices.flatMap(({ subscriptionStripeId, discountable }) => {
    if (discountable.currency !== plan.amount.currency || discountable.amount >= plan.amount.amount) return []
    const lost = { ...plan.amount, amount: plan.amount.amount - discountable.amount }
    return [
      `On ${subscriptionStripeId} the next invoice has room for ${moneyText(discountable)}: ${moneyText(lost)} would be lost.`,
    ]
  })

const restWarnings = ({ plan: { rest, invoices } }: CouponFacts): string[] =>
  rest.amount === 0
    ? []
    : [
        `${moneyText(rest)} is too little to be given over ${invoices === 1 ? 'one invoice' : `${invoices} invoices`} and is left out.`,
      ]

const stackWarnings = ({ liveDiscounts }: CouponFacts): string[] =>
  liveDiscounts.map((words) => `Only one coupon counts at a time, and there is ${words}. A stack keeps both.`)

/** What is the same for each coupon that is handed over as a code: on what it counts, and the most that it can take off. */
export const codeLines = ({ price, plan }: CouponFacts): Card['lines'] => [
  { label: 'Only for', before: null, after: price.productName },
  {
    label: 'Counted as',
    before: null,
    after:
      plan.duration === 'once'
        ? moneyText(mostGiven(plan))
        : `${moneyText(mostGiven(plan))}, the most that ${plan.months} months give where they are billed monthly`,
  },
]

export interface CardWays {
  readonly title: string
  readonly lines: Card['lines']
  readonly warnings: readonly string[]
  readonly customerReceives: string
}

/** The card that is the same for each way of handing a coupon over. */
export const couponCard = (facts: CouponFacts, ways: CardWays): Omit<Card, 'given'> => ({
  title: ways.title,
  lines: [
    { label: 'Arithmetic', before: null, after: facts.arithmetic },
    { label: 'Coupon', before: null, after: planWords(facts.plan) },
    { label: 'Runs', before: null, after: durationWords(facts) },
    { label: 'Name on the invoice', before: null, after: facts.name },
    { label: 'Reason', before: null, after: facts.reasonLabel },
    ...ways.lines,
  ],
  history: facts.history.map(({ at, text, amount }) => ({ at, text, amount })),
  warnings: [...ways.warnings, ...restWarnings(facts), ...lossWarnings(facts), ...stackWarnings(facts)],
  customerReceives: ways.customerReceives,
})
