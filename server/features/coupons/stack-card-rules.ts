// Rule: whoever approves a stack sees the sum that was and the sum that will be, each coming bill that changes, what had to
// be accepted, and what the customer gets. What may not move before it is carried out is named likewise.

import type { StackFacts } from '@countersign/shared/features/stack-requests'
import type { Card, CardLine } from '@countersign/shared/features/approvals'
import type { LeftValue } from '@countersign/shared/features/stacks'
import { moneyText } from '@countersign/shared/money'
import { dayOf } from '@countersign/shared/times'

const nameOf = ({ couponName, discountStripeId }: LeftValue): string => `“${couponName ?? discountStripeId}”`

const PLACES: Readonly<Record<LeftValue['on'], string>> = {
  subscription: 'on the subscription',
  item: 'on an item',
  customer: 'on the customer',
  invoice: 'on an invoice',
}

const MOST_BILLS = 12

const billLines = ({ plan, added: { currency } }: StackFacts): CardLine[] => {
  const changed = plan.bills.filter(({ before, after }) => before !== after)
  const later = changed.length - MOST_BILLS
  return [
    ...changed.slice(0, MOST_BILLS).map(({ at, before, after }) => ({
      label: `Bill of ${dayOf(at)}, before tax and balance`,
      before: moneyText({ amount: before, currency }),
      after: moneyText({ amount: after, currency }),
    })),
    ...(later > 0 ? [{ label: 'Later bills that change', before: null, after: `${later}` }] : []),
  ]
}

const balanceLines = ({ plan: { rest }, subject: { balance } }: StackFacts): CardLine[] => {
  if (rest.amount === 0) return []
  const before = { ...rest, amount: balance?.amount ?? 0 }
  const after = moneyText({ ...rest, amount: before.amount - rest.amount })
  return [{ label: 'Balance', before: moneyText(before), after }]
}

const couponText = ({ plan: { amount, invoices } }: StackFacts): string =>
  invoices === 1 ? `${moneyText(amount)} off the next invoice` : `${moneyText(amount)} off each of ${invoices} invoices`

const linesOf = (facts: StackFacts): CardLine[] => {
  const { reasonLabel, added, listPrice, remaining, total, left, plan, oldCodes, couponName } = facts
  const old = left.filter(({ isFolded }) => isFolded)
  return [
    { label: 'Reason', before: null, after: reasonLabel },
    { label: 'New amount', before: null, after: listPrice ?? moneyText(added) },
    ...old.map((row) => ({
      label: `${nameOf(row)}, ${PLACES[row.on]}`,
      before: row.words,
      after: 'taken off, in the same step',
    })),
    { label: 'One coupon', before: null, after: `“${couponName}”: ${couponText(facts)}` },
    {
      label: 'Value',
      before: `${moneyText(remaining)} + ${moneyText(added)} = ${moneyText(total)}`,
      after: plan.arithmetic,
    },
    ...billLines(facts),
    ...balanceLines(facts),
    ...(oldCodes.length > 0 ? [{ label: 'Codes put away', before: null, after: oldCodes.join(', ') }] : []),
  ]
}

const SHOWN_BILLS = 3

/** Every point that was accepted; of many bills the first, and how many more. */
const warningsOf = ({ plan: { toAccept } }: StackFacts): string[] => {
  const bills = toAccept.filter(({ code }) => code === 'bill-higher')
  const more = bills.length - SHOWN_BILLS
  return [
    ...toAccept.filter(({ code }) => code !== 'bill-higher'),
    ...bills.slice(0, SHOWN_BILLS),
    ...(more > 0 ? [{ words: `${more} later bills become higher too.` }] : []),
  ].map(({ words }) => `Accepted: ${words}`)
}

/** The card without what policy makes of it. */
export const stackCard = (facts: StackFacts): Omit<Card, 'given'> => {
  const { total, plan, history } = facts
  const rest = plan.rest.amount === 0 ? '' : `, and account credit of ${moneyText(plan.rest)}`
  return {
    title: `One coupon of ${moneyText(total)}`,
    lines: linesOf(facts),
    history,
    warnings: warningsOf(facts),
    customerReceives: `${couponText(facts)}${rest}.`,
  }
}

/** Of the facts, those that may not move between word and deed. */
export const stackBinding = (facts: StackFacts): Record<string, string> => {
  const { subject, standing, plan, left, calendar, oldCodes } = facts
  const { currency } = calendar
  const reached = calendar.coming.slice(0, plan.invoices).map(({ at, lines }) => {
    const list = lines.reduce((sum, { amount }) => sum + amount, 0)
    return `${dayOf(at)} ${moneyText({ amount: list, currency })}`
  })
  return {
    'Team ids in Stripe': subject.teamIds.join(', '),
    Currency: subject.currency ?? 'none yet',
    ...(plan.rest.amount > 0 ? { Balance: subject.balance ? moneyText(subject.balance) : 'none' } : {}),
    ...standing,
    'Left on live coupons': left.map((row) => `${nameOf(row)}: ${row.words}`).join('; ') || 'nothing',
    'Coming invoices': reached.join('; '),
    'One coupon': `${plan.arithmetic}, ${plan.months === null ? 'once' : `${plan.months} months`}`,
    'Codes to put away': oldCodes.join(', ') || 'none',
  }
}
