// Rule: a balance is taken into the next invoice when that is finalised. Credit pays it as far as it reaches and what is
// left over stays on the balance; a debt is added to it. A customer who is billed in a currency can have no credit in
// another.

import type { Money } from '@countersign/shared/money'

export interface NextInvoiceFacts {
  /** The customer's balance now, as Stripe signs it: negative is credit. null: no currency yet. */
  readonly balance: Money | null
  /** The next invoice's total before the balance; null when none is coming. */
  readonly nextTotal: Money | null
}

export interface BillEffect {
  /** Before the invoice takes it; negative is credit. */
  readonly balance: Money
  readonly due: Money | null
  /** After the invoice took it. Equal to `balance` when none is coming. */
  readonly leftOver: Money
}

export type CreditEffect =
  | { readonly verdict: 'effect'; readonly before: BillEffect; readonly after: BillEffect }
  | { readonly verdict: 'refused'; readonly code: 'other-currency' | 'not-positive'; readonly words: string }

const effectOf = (balance: Money, nextTotal: Money | null): BillEffect => {
  if (!nextTotal) return { balance, due: null, leftOver: balance }
  const sum = nextTotal.amount + balance.amount
  const { currency } = balance
  return { balance, due: { amount: Math.max(sum, 0), currency }, leftOver: { amount: Math.min(sum, 0), currency } }
}

/** What a credit does to the coming invoice: balance, what is due and what is left over, without it and with it. */
export const creditEffect = (facts: NextInvoiceFacts, credit: Money): CreditEffect => {
  const { balance, nextTotal } = facts
  const { currency } = credit
  const other = [balance, nextTotal].find((money) => money && money.currency !== currency)
  if (other) {
    const words = `The customer is billed in ${other.currency.toUpperCase()}, not ${currency.toUpperCase()}.`
    return { verdict: 'refused', code: 'other-currency', words }
  }
  if (!Number.isSafeInteger(credit.amount) || credit.amount < 1) {
    return { verdict: 'refused', code: 'not-positive', words: 'A credit is a whole amount above zero.' }
  }
  const now = balance ?? { amount: 0, currency }
  const then = { amount: now.amount - credit.amount, currency }
  return { verdict: 'effect', before: effectOf(now, nextTotal), after: effectOf(then, nextTotal) }
}

export interface ComingFacts {
  readonly balance: Money | null
  /** Totals of the invoices to come, in their order, each before the balance. */
  readonly totals: readonly Money[]
}

/** How much of the balance an invoice takes; below zero is credit, as Stripe signs it. */
export interface BillLine {
  readonly total: Money
  readonly used: { readonly before: Money; readonly after: Money }
  readonly due: { readonly before: Money; readonly after: Money }
}

export type ComingEffect =
  | {
      readonly verdict: 'effect'
      readonly balance: { readonly before: Money; readonly after: Money }
      readonly bills: readonly BillLine[]
      /** What stays on the balance once they are all finalised. */
      readonly leftOver: { readonly before: Money; readonly after: Money }
    }
  | Extract<CreditEffect, { verdict: 'refused' }>

const without = ({ amount, currency }: Money, part: Money): Money => ({ amount: amount - part.amount, currency })

/** What a credit does to every invoice to come: each takes what the ones before it left on the balance. */
export const comingEffect = ({ balance, totals }: ComingFacts, credit: Money): ComingEffect => {
  const others = totals.filter(({ currency }) => currency !== credit.currency)
  const first = creditEffect({ balance, nextTotal: others[0] ?? null }, credit)
  if (first.verdict === 'refused') return first
  const start = { before: first.before.balance, after: first.after.balance }
  let left = start
  const bills = totals.map((total) => {
    const before = effectOf(left.before, total)
    const after = effectOf(left.after, total)
    left = { before: before.leftOver, after: after.leftOver }
    return {
      total,
      used: { before: without(before.balance, before.leftOver), after: without(after.balance, after.leftOver) },
      due: { before: before.due ?? total, after: after.due ?? total },
    }
  })
  return { verdict: 'effect', balance: start, bills, leftOver: left }
}
