// Rule: what Stripe did otherwise than the stack said is told: its coupon no longer hangs, or ends so that it reaches
// another number of invoices, or the balance came out otherwise.

import { type StackFacts, stackReplacedSchema, stackRestSchema } from '@countersign/shared/features/stack-requests'
import type { Difference } from '@countersign/shared/features/approvals'
import { moneyText } from '@countersign/shared/money'
import { invoicesBefore } from './duration-rules.ts'

const ofCoupon = ({ plan, calendar }: StackFacts, result: unknown): Difference[] => {
  const replaced = stackReplacedSchema.safeParse(result).data
  if (!replaced) return []
  if (!replaced.isHanging)
    return [{ what: 'The coupon on the subscription', was: 'hangs there', now: 'is used or gone' }]
  const reached = replaced.endsAt === null ? 1 : invoicesBefore(calendar, replaced.endsAt)
  if (reached === plan.invoices) return []
  return [
    { what: 'Invoices that the coupon reaches', was: `${plan.invoices}`, now: `${reached ?? 'more than are known'}` },
  ]
}

const ofBalance = ({ plan: { rest }, subject: { balance } }: StackFacts, result: unknown): Difference[] => {
  const made = stackRestSchema.safeParse(result).data
  const expected = (balance?.amount ?? 0) - rest.amount
  if (!made || made.endingBalance.amount === expected) return []
  return [
    { what: 'Balance afterwards', was: moneyText({ ...rest, amount: expected }), now: moneyText(made.endingBalance) },
  ]
}

export const stackSurprises = (facts: StackFacts, results: Readonly<Record<string, unknown>>): Difference[] => [
  ...ofCoupon(facts, results['replace']),
  ...ofBalance(facts, results['rest']),
]
